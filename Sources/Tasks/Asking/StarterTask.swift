import Foundation
import Notation
import Vocabulary

/// A task made from a table of texts and labels: its file, and its rows in two parts.
package struct StarterTask: Sendable {
  package let name: String
  /// The columns that the task reads.
  package let text: String
  package let label: String
  /// The labels, sorted.
  package let classes: [String]
  /// Rows of the parts.
  package let sizes: (train: Int, validation: Int)
  /// The text of the task's file.
  package let description: String
  /// The parts as comma-separated tables.
  package let train: String
  package let validation: String

  /// Labels that a task may have.
  private static let most = 20

  /// - Parameters:
  ///   - text: the column with the text; nil is the one that looks so.
  ///   - label: the column with the label; nil is the one that looks so.
  /// - Throws: `InputProblem` for a file that is no such table, or when a column cannot be told.
  package init(
    _ file: URL, name: String, text: String?, label: String?
  ) throws(InputProblem) {
    let table = try Table(file)
    self.name = name
    let label = try table.column(
      label,
      called: [
        "label", "labels", "sentiment", "class", "target",
        "category", "stars",
      ], "--label"
    ) { values in
      let count = Set(values).count
      return count > 1 && count <= Self.most ? -Double(count) : nil
    }
    let text = try table.column(
      text, called: ["text", "sentence", "review", "content", "comment"],
      "--text", but: label
    ) { values in
      Double(values.reduce(0) { $0 + $1.count }) / Double(max(values.count, 1))
    }
    self.text = text
    self.label = label
    // A task takes upper and lower case of a label for the same.
    var spellings: Set<String> = []
    let classes = Set(table.values(label)).sorted()
      .filter { spellings.insert($0.lowercased()).inserted }
    guard (2...Self.most).contains(classes.count), !classes.contains("") else {
      throw InputProblem(
        at: file.path,
        "the column '\(label)' has \(classes.count) different labels; a task has 2 to \(Self.most) "
          + "and every row one; name another column with --label")
    }
    try Self.check([text, label], classes, file)
    self.classes = classes
    // Every fifth row of each class is for validation, so that both parts have all of them.
    var seen: [String: Int] = [:]
    let held = table.values(label).map { value in
      let count = seen[value.lowercased(), default: 0] + 1
      seen[value.lowercased()] = count
      return count % 5 == 0
    }
    let count = held.count { $0 }
    guard count > 0, held.count - count > 1 else {
      throw InputProblem(at: file.path, "has \(held.count) rows; five of a class are the least")
    }
    sizes = (held.count - count, count)
    train = table.text { !held[$0] }
    validation = table.text { held[$0] }
    description = Self.description(name, text, label, classes)
  }

  /// What a task's file takes for something else, and a reader of YAML may drop.
  private static func check(
    _ columns: [String], _ classes: [String], _ file: URL
  ) throws(InputProblem) {
    let hidden = (columns + classes).joined().unicodeScalars.contains {
      [.control, .format].contains($0.properties.generalCategory)
    }
    guard !hidden else {
      throw InputProblem(
        at: file.path,
        "has control or invisible characters in a label or the name of a column; take them out")
    }
    if let field = classes.first(where: { $0.contains(/[{}]|%(\(\w+\))?[sdr]/) }) {
      throw InputProblem(
        at: file.path, "the label '\(field.prefix(40))' reads as a field of a template; rename it")
    }
  }

  private static func description(
    _ name: String, _ text: String, _ label: String, _ classes: [String]
  ) -> String {
    let quoted = { (text: String) in canonicalJSON(text) }
    let names = classes.map(quoted).joined(separator: ", ")
    let options = classes.map { quoted(" " + $0) }.joined(separator: ", ")
    return """
      # The prompt and the words are yours to change: 'zobench tasks show \(name).yaml --data data'.
      name: \(name)
      files:
        train: \(name)/train.csv
        validation: \(name)/validation.csv
      fields: { text: [\(quoted(text))] }
      prompt: "{text|strip} The label is"
      options: [\(options)]
      answer:
        label: { field: \(quoted(label)), classes: [\(names)] }

      """
  }
}

/// A comma-separated table with a header.
private struct Table {
  let file: URL
  let header: [String]
  let rows: [[String]]

  init(_ file: URL) throws(InputProblem) {
    self.file = file
    var scanner = CommaScanner(try FileBytes.lines(of: file))
    var rows: [[String]] = []
    do throws(FormatProblem) {
      while let row = try scanner.next() { rows.append(row.values.map(Latin1.text)) }
    } catch {
      throw InputProblem(at: "\(file.path):\(error.place)", error.message)
    }
    guard let header = rows.first, header.count > 1, rows.count > 1 else {
      throw InputProblem(at: file.path, "must have a header of two columns or more, and rows")
    }
    if let bad = rows.firstIndex(where: { $0.count != header.count }) {
      throw InputProblem(
        at: "\(file.path): row \(bad + 1)",
        "has \(rows[bad].count) columns where the header has \(header.count)")
    }
    if let twice = header.indices.first(where: { header[..<$0].contains(header[$0]) }) {
      throw InputProblem(
        at: file.path, "the column '\(header[twice].prefix(40))' is there twice; rename one")
    }
    self.header = header
    self.rows = Array(rows.dropFirst())
  }

  func values(_ column: String) -> [String] {
    guard let index = header.firstIndex(of: column) else { return [] }
    return rows.map { $0[index] }
  }

  /// The column that is named, else one of these names, else the one of the highest rank.
  func column(
    _ name: String?, called names: [String], _ option: String, but other: String? = nil,
    rank: ([String]) -> Double?
  ) throws(InputProblem) -> String {
    let columns = header.filter { $0 != other }
    if let name {
      guard columns.contains(name) else {
        throw InputProblem(
          at: file.path, "has no column '\(name)' for \(option); it has " + Self.list(columns))
      }
      return name
    }
    if let known = columns.first(where: { names.contains($0.lowercased()) }) { return known }
    let ranked = columns.compactMap { column in rank(values(column)).map { (column, $0) } }
    guard let best = ranked.max(by: { $0.1 < $1.1 }) else {
      throw InputProblem(
        at: file.path, "no column looks right for \(option); name one of " + Self.list(columns))
    }
    return best.0
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }

  func text(_ isKept: (Int) -> Bool) -> String {
    let kept = rows.indices.filter(isKept).map { rows[$0] }
    return ([header] + kept).map { row in
      row.map(AnsweredRows.quoted).joined(separator: ",") + "\n"
    }.joined()
  }
}
