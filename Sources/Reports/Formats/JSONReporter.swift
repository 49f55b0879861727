/// An object per table: sorted keys, exact numbers, null for what is missing.
package struct JSONReporter: Reporter {
  package static let name = "json"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    PrettyJSON.text(tables.map(TableObject.init))
  }
}
