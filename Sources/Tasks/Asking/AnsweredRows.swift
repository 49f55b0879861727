import Foundation
import Vocabulary

/// What is said of one row.
package struct RowAnswer: Hashable, Sendable {
  /// The class, the candidate or the generated answer.
  package var prediction: String
  /// How probable it is among the options; nil for what is generated.
  package var probability: Double?
  /// Of each class, in the order of `AskedRows.classes`; empty where options differ by row.
  package var probabilities: [Double]

  package init(prediction: String, probability: Double?, probabilities: [Double] = []) {
    self.prediction = prediction
    self.probability = probability
    self.probabilities = probabilities
  }
}

/// Rows with what was predicted of each, as a table or as lines of JSON.
///
/// The fields of the file come first; `prediction`, `probability` and `p(CLASS)` follow, and take
/// the places of fields that are called so.
package struct AnsweredRows {
  private let rows: AskedRows
  private let answers: [RowAnswer]

  /// - Parameter answers: one for each row.
  package init(_ rows: AskedRows, _ answers: [RowAnswer]) {
    precondition(rows.records.count == answers.count)
    self.rows = rows
    self.answers = answers
  }

  /// The forms in which predictions are written.
  package enum Form: String, CaseIterable, Sendable {
    case csv, jsonl
  }

  package func text(_ form: Form) throws -> String {
    switch form {
    case .csv: csv
    case .jsonl: try lines
    }
  }

  private var added: [String] {
    let hasProbabilities = answers.contains { $0.probability != nil }
    return ["prediction"] + (hasProbabilities ? ["probability"] : [])
      + (rows.classes ?? []).map { "p(\($0))" }
  }

  private var kept: [String] { rows.columns.filter { !added.contains($0) } }

  private func values(_ answer: RowAnswer) -> [String] {
    let numbers = (answer.probability.map { [$0] } ?? []) + answer.probabilities
    return [answer.prediction] + numbers.map { String(format: "%.6f", $0) }
  }

  private var csv: String {
    var lines = [(kept + added).map(Self.quoted).joined(separator: ",")]
    for (record, answer) in zip(rows.records, answers) {
      let fields = kept.map { record.fields[$0]?.text ?? "" } + values(answer)
      lines.append(fields.map(Self.quoted).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// RFC 4180.
  static func quoted(_ text: String) -> String {
    let isPlain = !text.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private var lines: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      func json(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
      }
      return try zip(rows.records, answers).map { record, answer in
        var members = try kept.map { "\(try json($0)):\(try json(record.fields[$0]))" }
        let values = values(answer)
        members.append("\"prediction\":\(try json(answer.prediction))")
        members += try zip(added, values).dropFirst().map { "\(try json($0)):\($1)" }
        return "{" + members.joined(separator: ",") + "}\n"
      }.joined()
    }
  }
}

extension FieldValue: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .none: try container.encodeNil()
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .map(let value): try container.encode(value)
    }
  }
}
