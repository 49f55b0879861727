import Foundation

/// An object per row and line (jsonlines.org), for `jq` and data frames.
package struct JSONLinesReporter: Reporter {
  package static let name = "jsonl"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    lines(
      tables.flatMap { table in
        table.rows.map { TableObject.Row(table: table, values: $0, isNamed: true) }
      })
  }

  private func lines(_ rows: [some Encodable]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return rows.compactMap { try? encoder.encode($0) }
      .map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
  }
}

/// An object per table: sorted keys, exact numbers, null for what is missing.
package struct JSONReporter: Reporter {
  package static let name = "json"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    PrettyJSON.text(tables.map(TableObject.init))
  }
}
