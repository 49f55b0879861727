import Foundation
import Notation
import Vocabulary

/// The rows of a user's own file as examples of a task; they need not say what is right.
package struct AskedRows: Sendable {
  /// The names of the fields, in the order of the file; of JSON in the order of the alphabet.
  package let columns: [String]
  let records: [Record]
  package let examples: [Example]
  /// For each row, whether it says what is right.
  package let isKnown: [Bool]
  /// What the options of every row are called in data; nil where options differ from row to row.
  package let classes: [String]?
  package let metric: Metric

  /// - Parameters:
  ///   - file: `.csv`, `.tsv`, `.jsonl` or `.json`, with the fields that the task's files have.
  ///   - task: a name of the catalog or a definition.
  /// - Throws: what is wrong with the task, or with which row.
  package init(_ file: URL, of task: Component) throws {
    let asked = try TaskCatalog.asked(task)
    let endings = FileFormat.allCases.filter { $0 != .labeled }.map(\.rawValue)
    guard endings.contains(file.pathExtension.lowercased()) else {
      throw InputProblem(
        at: file.path, "its name must end with ." + endings.joined(separator: ", ."))
    }
    // Rows of one's own have a header: what stands in which column is not guessed.
    let reader = RecordFile(needs: asked.needs, layout: asked.layout, columns: nil)
    records = try reader.records(file, as: nil)
    let made = try records.map { try asked.maker.asked($0) }
    examples = made.map(\.example)
    isKnown = made.map(\.isKnown)
    (classes, metric) = (asked.classes, asked.metric)
    columns = Self.columns(of: records, in: file)
  }

  /// Where the first row without an answer stands; nil when all have one.
  package var firstUnlabeled: String? {
    isKnown.firstIndex(of: false).map { records[$0].place.description }
  }

  /// A table's columns stand as in its first line.
  private static func columns(of records: [Record], in file: URL) -> [String] {
    let names = Set(records.flatMap(\.fields.keys))
    guard let bytes = try? FileBytes.read(file) else { return names.sorted() }
    var header: [String] = []
    switch FileFormat(of: file) {
    case .csv:
      var scanner = CommaScanner(bytes)
      header = ((try? scanner.next())??.values ?? []).map(Latin1.text)
    case .tsv:
      let line = TextLines(bytes, from: file).lines.first?.text ?? ""
      header = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    case .jsonl, .json, .labeled: break
    }
    let known = header.filter(names.contains)
    return known.count == names.count ? known : names.sorted()
  }
}

extension TaskDescription {
  /// What each option is called in data files: its first spelling that is no number, if it has one.
  package var classes: [String]? {
    guard case .label(let rules) = answer, let rule = rules.first else { return nil }
    return rule.classes.map { spellings in
      spellings.first { Double($0) == nil } ?? spellings.first ?? ""
    }
  }
}

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
