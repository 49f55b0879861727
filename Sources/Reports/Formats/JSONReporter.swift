/// An object per cell or table: sorted keys, exact numbers, null for what is missing.
public struct JSONReporter: Reporter {
  public static let name = "json"

  public init() {}

  public func render(_ set: ResultSet) -> String { PrettyJSON.text(set.cells.map(CellRow.init)) }

  public func render(_ tables: [ReportTable]) -> String {
    PrettyJSON.text(tables.map(TableObject.init))
  }
}
