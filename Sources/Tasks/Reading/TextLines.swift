import Foundation
import Notation
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
    self.init(try FileBytes.lines(of: file), from: file)
  }

  init(_ bytes: [UInt8], from file: URL) {
    self.file = file
    lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .map { Line(number: $0 + 1, bytes: $1.last == 0x0D ? $1.dropLast() : $1) }
      .filter { line in line.bytes.contains { $0 != 0x20 } }
  }

  func place(_ line: Line) -> Place { Place(file: file.path, line: line.number) }
}

/// Text in UTF-8, or else in ISO 8859-1 as Windows has it, with quotes and dashes in place of
/// control characters (code page 1252).
enum Latin1 {
  /// What the bytes from 0x80 to 0x9F are; 0 where the code page has nothing.
  private static let windows: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  static func text(_ bytes: some Collection<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map(scalar)))
  }

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9F).contains(byte), case let code = windows[Int(byte) - 0x80], code > 0,
      let scalar = Unicode.Scalar(code)
    else { return Unicode.Scalar(byte) }
    return scalar
  }
}

/// Reads JSON objects as rows: one per line, or the elements of one list.
struct JSONRows {
  /// - Throws: the first line that is not a JSON object.
  static func lines(_ text: TextLines) throws(InputProblem) -> [Record] {
    var records: [Record] = []
    records.reserveCapacity(text.lines.count)
    for line in text.lines {
      let place = text.place(line)
      let value: JSON
      do throws(FormatProblem) {
        value = try JSON(reading: [UInt8](line.bytes))
      } catch {
        throw InputProblem(
          at: place.description, "is not a JSON object: \(error.place): \(error.message)")
      }
      guard case .object(let members) = value else {
        throw InputProblem(at: place.description, "is not a JSON object")
      }
      records.append(Record(place: place, fields: FieldValue.fields(members)))
    }
    return records
  }

  /// - Throws: a problem when the document is not a list of objects.
  static func document(_ bytes: [UInt8], from file: URL) throws(InputProblem) -> [Record] {
    let value: JSON
    do throws(FormatProblem) {
      value = try JSON(reading: bytes)
    } catch {
      throw InputProblem(at: "\(file.path): \(error.place)", error.message)
    }
    guard case .array(let rows) = value else { throw notAList(file) }
    var records: [Record] = []
    for (index, row) in rows.enumerated() {
      guard case .object(let members) = row else { throw notAList(file) }
      records.append(
        Record(
          place: Place(file: file.path, line: 0, detail: "element \(index + 1)"),
          fields: FieldValue.fields(members)))
    }
    return records
  }

  private static func notAList(_ file: URL) -> InputProblem {
    InputProblem(
      at: file.path, "is not a JSON list of objects; for one object per line, name it .jsonl")
  }
}
