/// One self-contained page, without requests to anywhere: tables that sort, and figures.
package struct HTMLReporter: Reporter {
  package static let name = "html"

  package init() {}

  package func render(_ set: ResultSet) -> String { StudyPage(set).page.source }

  package func render(_ tables: [ReportTable]) -> String {
    HTMLPage(title: tables.first?.title ?? "zobench", body: tables.map(HTMLTable.markup)).source
  }
}
