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
  ///   - task: a name of the catalogue or a definition.
  /// - Throws: what is wrong with the task, or with which row.
  package init(_ file: URL, of task: Component) throws {
    let asked = try TaskCatalog.asked(task)
    let endings = FileFormat.allCases.filter { $0 != .labelled }.map(\.rawValue)
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

  /// Whether every row says what is right.
  package var isLabelled: Bool { isKnown.allSatisfy { $0 } }

  /// Where the first row without an answer stands; nil when all have one.
  package var firstUnlabelled: String? {
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
    case .jsonl, .json, .labelled: break
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
