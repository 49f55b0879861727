import Foundation
import Notation
import Vocabulary

/// Reads comma-separated tables (RFC 4180) with a header, or without one when `columns` are known.
struct CommaSeparated {
  var needs: FieldNeeds
  /// The columns of files without a header; nil when there must be one.
  var columns: [String]?

  /// - Throws: the first row that is badly quoted or has another number of columns.
  func records(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    var rows = Rows(scanner: CommaScanner(bytes), file: file.path)
    guard let first = try rows.next() else { return [] }
    let hasHeader = columns.map { $0.count != first.values.count || isHeader(first) } ?? true
    let names = hasHeader ? first.values : columns ?? []
    if hasHeader {
      try TableHeader(names: names, needs: needs).check(at: first.place, kind: "comma")
    }
    var records: [Record] = []
    var row = hasHeader ? try rows.next() : first
    while let current = row {
      records.append(try record(current, names))
      row = try rows.next()
    }
    return records
  }

  private struct Row {
    var place: Place
    var values: [String]
  }

  /// The rows of a file one by one, as text.
  private struct Rows {
    var scanner: CommaScanner
    let file: String

    mutating func next() throws(InputProblem) -> Row? {
      do throws(FormatProblem) {
        return try scanner.next().map {
          Row(place: Place(file: file, line: $0.line), values: $0.values.map(Latin1.text))
        }
      } catch {
        throw InputProblem(at: "\(file):\(error.place)", error.message)
      }
    }
  }

  /// Whether a row is a header: its cells hold all names that are needed.
  private func isHeader(_ row: Row) -> Bool { needs.missing(in: row.values).isEmpty }

  private func record(_ row: Row, _ names: [String]) throws(InputProblem) -> Record {
    guard row.values.count == names.count else {
      throw InputProblem(
        at: row.place.description,
        "has \(row.values.count) comma-separated columns where \(names.count) are expected")
    }
    let wanted = needs.kept(of: names)
    var fields: [String: FieldValue] = [:]
    for (name, value) in zip(names, row.values) where wanted.contains(name) {
      fields[name] = .text(value)
    }
    return Record(place: row.place, fields: fields)
  }
}

/// Reads tab-separated tables whose first line names the columns; quotes mean nothing (GLUE).
struct TabSeparated {
  var needs: FieldNeeds

  /// - Throws: the header when it lacks a column, the first line with another number of columns.
  func records(_ text: TextLines) throws(InputProblem) -> [Record] {
    guard let header = text.lines.first else { return [] }
    let names = header.text.split(separator: "\t", omittingEmptySubsequences: false)
      .map(String.init)
    try TableHeader(names: names, needs: needs).check(at: text.place(header), kind: "tab")
    // SNLI's header names one annotator before the gold label; some rows have five.
    let hasAnnotators = names.suffix(2) == ["label1", "gold_label"]
    let wanted = needs.kept(of: names)
    let kept = names.enumerated().filter { wanted.contains($0.element) }
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    for line in text.lines.dropFirst() {
      var values = line.bytes.split(separator: 0x09, omittingEmptySubsequences: false)
      if hasAnnotators, values.count > names.count {
        values.removeSubrange((names.count - 1)..<(values.count - 1))
      }
      guard values.count == names.count else {
        throw InputProblem(
          at: text.place(line).description,
          "has \(values.count) tab-separated columns where the header has \(names.count)")
      }
      var fields: [String: FieldValue] = [:]
      for (index, name) in kept { fields[name] = .text(Latin1.text(values[index])) }
      records.append(Record(place: text.place(line), fields: fields))
    }
    return records
  }
}

/// The names of a table's columns against those that a task needs.
struct TableHeader {
  var names: [String]
  var needs: FieldNeeds

  /// - Throws: a problem that says which columns are missing and which are there, or which of
  ///   those that are read is there twice.
  func check(at place: Place, kind: String) throws(InputProblem) {
    let missing = needs.missing(in: names)
    guard missing.isEmpty else {
      throw InputProblem(
        at: place.description,
        "the first line must name the \(kind)-separated columns \(needs.description); "
          + "it has \(names.map { "'\($0.prefix(40))'" }.joined(separator: ", "))")
    }
    let wanted = needs.kept(of: names)
    for (index, name) in names.enumerated() where !name.isEmpty && wanted.contains(name) {
      guard !names[..<index].contains(name) else {
        throw InputProblem(
          at: place.description, "the column '\(name.prefix(40))' is there twice; rename one")
      }
    }
  }
}

/// Reads texts with `label sentence` on every line into the fields `label` and `text`.
struct LabeledLines {
  /// - Throws: the first line that has no space.
  static func records(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    for line in text.lines {
      guard let space = line.bytes.firstIndex(of: 0x20) else {
        throw InputProblem(
          at: text.place(line).description, "must be a label, a space and a sentence")
      }
      let fields: [String: FieldValue] = [
        "label": .text(Latin1.text(line.bytes[..<space])),
        "text": .text(Latin1.text(line.bytes[(space + 1)...])),
      ]
      records.append(Record(place: text.place(line), fields: fields))
    }
    return records
  }
}
