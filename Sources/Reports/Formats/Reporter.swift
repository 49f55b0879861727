/// A format of reports: one file each, added to `Reporters`.
package protocol Reporter: Sendable {
  /// What the command line calls it.
  static var name: String { get }

  init()

  /// The set as this format shows it when no table is named; it ends with a newline.
  func render(_ set: ResultSet) -> String

  /// Any tables, one after the other; it ends with a newline.
  func render(_ tables: [ReportTable]) -> String
}

extension Reporter {
  package func render(_ set: ResultSet) -> String { render([CellsTable(set).table]) }

  /// The tables of one kind.
  package func render(_ set: ResultSet, _ kind: TableKind) -> String {
    kind == .cells ? render(set) : render(kind.tables(set))
  }
}
