import Foundation
import Vocabulary

/// An object per row and line (jsonlines.org), for `jq` and data frames.
package struct JSONLinesReporter: Reporter {
  package static let name = "jsonl"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    tables.flatMap { table in
      table.rows.map { values in
        canonicalJSON(TableObject.Row(table: table, values: values, isNamed: true)) + "\n"
      }
    }.joined()
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

/// A table as machines read it: rows are objects by column key.
struct TableObject: Encodable {
  var table: ReportTable

  private enum CodingKeys: CodingKey { case id, title, columns, rows, notes }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(table.id, forKey: .id)
    try object.encode(table.title, forKey: .title)
    try object.encode(table.columns.map(\.key), forKey: .columns)
    try object.encode(table.rows.map { Row(table: table, values: $0) }, forKey: .rows)
    try object.encode(table.notes, forKey: .notes)
  }

  /// Numbers are exact, a score is an object, what is missing is null.
  struct Row: Encodable {
    var table: ReportTable
    var values: [TableValue]
    /// Whether the row says which table it is from.
    var isNamed = false

    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: TitleKey.self)
      if isNamed { try object.encode(table.title, forKey: TitleKey("table")) }
      for (column, value) in zip(table.columns, values) {
        let key = TitleKey(column.key)
        switch value {
        case .text(let text): try object.encode(text, forKey: key)
        case .number(let number, _): try object.encode(number, forKey: key)
        case .structured(let value, _): try object.encode(value, forKey: key)
        case .score(let score): try object.encode(score, forKey: key)
        case .missing: try object.encodeNil(forKey: key)
        }
      }
    }
  }

  private struct TitleKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ title: String) { stringValue = title }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}

extension TableValue.Score: Encodable {
  private enum CodingKeys: CodingKey { case mean, deviation, n, metric, isWinner }

  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(mean, forKey: .mean)
    try object.encode(deviation, forKey: .deviation)
    try object.encode(n, forKey: .n)
    try object.encode(metric.rawValue, forKey: .metric)
    try object.encode(isWinner, forKey: .isWinner)
  }
}

/// JSON for files and pipes: indented, sorted keys, a newline at the end.
package enum PrettyJSON {
  package static func text(_ value: some Encodable) -> String {
    do {
      let data = try JSONEncoder.canonical(.prettyPrinted).encode(value)
      return String(decoding: data, as: UTF8.self) + "\n"
    } catch {
      // Plain values of strings and numbers always encode.
      preconditionFailure("\(error)")
    }
  }
}
