/// One self-contained page, without requests to anywhere: tables that sort, and figures.
public struct HTMLReporter: Reporter {
  public static let name = "html"

  public init() {}

  public func render(_ set: ResultSet) -> String { StudyPage(set).page.source }

  public func render(_ tables: [ReportTable]) -> String {
    HTMLPage(title: tables.first?.title ?? "zobench", body: tables.map(HTMLTable.markup)).source
  }
}
