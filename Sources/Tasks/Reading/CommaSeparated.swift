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
