import Foundation
import Vocabulary

/// The lines of a text file, each with its number.
///
/// Lines end at `\n` only: SST-2 holds the byte 0x85 and other characters that a Unicode-aware
/// splitter would take for line ends. A byte-order mark and a carriage return before `\n` go, and
/// so do lines of nothing but spaces.
struct TextLines {
  struct Line {
    var number: Int
    var bytes: ArraySlice<UInt8>

    /// The line as UTF-8, or where it is not, as Latin-1, which older data sets are in.
    var text: String { Latin1.text(bytes) }
  }

  let file: URL
  let lines: [Line]

  /// - Throws: a problem that names the file when it cannot be read.
  init(_ file: URL) throws(InputProblem) {
    self.init(try FileBytes.read(file), from: file)
  }

  init(_ bytes: [UInt8], from file: URL) {
    self.file = file
    lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .map { Line(number: $0 + 1, bytes: $1.last == 0x0D ? $1.dropLast() : $1) }
      .filter { line in line.bytes.contains { $0 != 0x20 } }
  }

  func place(_ line: Line) -> Place { Place(file: file.path, line: line.number) }
}

/// Text in UTF-8 or else in ISO 8859-1.
enum Latin1 {
  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

/// Reads JSON objects as rows: one per line, or the elements of one list.
struct JSONRows {
  /// - Throws: the first line that is not a JSON object.
  static func lines(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    let decoder = JSONDecoder()
    for line in text.lines {
      let data = Data(line.bytes)
      guard let fields = try? decoder.decode([String: FieldValue].self, from: data) else {
        throw InputProblem(at: text.place(line).description, "is not a JSON object")
      }
      records.append(Record(place: text.place(line), fields: fields))
    }
    return records
  }

  /// - Throws: a problem when the document is not a list of objects.
  static func document(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    let rows = try? JSONDecoder().decode([[String: FieldValue]].self, from: Data(bytes))
    guard let rows else {
      throw InputProblem(
        at: file.path, "is not a JSON list of objects; for one object per line, name it .jsonl")
    }
    return rows.enumerated().map { index, fields in
      Record(place: Place(file: file.path, line: 0, detail: "element \(index + 1)"), fields: fields)
    }
  }
}
