import Foundation
import Notation
import Vocabulary

/// Reads a data file of any form into rows.
struct RecordFile {
  var needs: FieldNeeds
  var layout: RowLayout
  /// The columns of comma-separated files without a header.
  var columns: [String]?

  /// - Throws: what is wrong, with file and line.
  func records(_ file: URL, as format: FileFormat?) throws(InputProblem) -> [Record] {
    let format = format ?? FileFormat(of: file)
    let records = try layout.flattened(rows(file, format))
    guard !records.isEmpty else { throw InputProblem(at: file.path, "holds no examples") }
    return records
  }

  private func rows(_ file: URL, _ format: FileFormat) throws(InputProblem) -> [Record] {
    switch format {
    case .tsv: return try TabSeparated(needs: needs).records(TextLines(file))
    case .csv:
      return try CommaSeparated(needs: needs, columns: columns)
        .records(FileBytes.lines(of: file), from: file)
    case .jsonl: return try JSONRows.lines(TextLines(file))
    case .json: return try layout.document(FileBytes.read(file), from: file)
    case .labeled: return try LabeledLines.records(TextLines(file))
    }
  }
}

/// The forms in which data files come.
package enum FileFormat: String, Codable, CaseIterable, Sendable {
  /// Tab-separated with a header and without quoting, as GLUE.
  case tsv
  /// Comma-separated with quoting, with a header or (LM-BFF) without.
  case csv
  /// One JSON object per line.
  case jsonl
  /// One JSON document.
  case json
  /// `label sentence` on every line, as the sentence sets of sent-conv and TREC.
  case labeled

  /// By the name's ending; unknown endings (`.train`, `.all`) are `label sentence` texts.
  init(of file: URL) {
    self = Self(rawValue: file.pathExtension.lowercased()) ?? .labeled
  }
}

/// Reads whole data files, within limits.
enum FileBytes {
  /// No data set of the study comes near; more is a mistake (or a device).
  static let most = 2 << 30

  /// The bytes of a regular file without a byte-order mark.
  ///
  /// - Throws: a problem that names the file when it is no file, too large or not readable.
  static func read(_ file: URL) throws(InputProblem) -> [UInt8] {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = [UInt8](try RegularFile.contents(of: file, atMost: most))
    } catch {
      throw InputProblem(
        error.kind == .missing ? .missing : .invalid, at: file.path, error.description)
    }
    if let other = FileSignature.problem(of: bytes) { throw InputProblem(at: file.path, other) }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  /// The bytes of a file whose lines are rows.
  ///
  /// - Throws: as `read`, and where lines end with a carriage return alone.
  static func lines(of file: URL) throws(InputProblem) -> [UInt8] {
    let bytes = try read(file)
    guard !bytes.contains(0x0D) || bytes.contains(0x0A) else {
      throw InputProblem(
        at: file.path,
        "has lines that end with a carriage return alone; convert it, as with: tr '\\r' '\\n'")
    }
    return bytes
  }
}

/// A text file of a user's.
package enum UTF8Text {
  /// The text without a byte-order mark.
  ///
  /// - Throws: a problem that names the file when it cannot be read, or is not UTF-8.
  package static func read(_ file: URL) throws(InputProblem) -> String {
    guard let text = String(validating: try FileBytes.read(file), as: UTF8.self) else {
      throw InputProblem(at: file.path, "is not UTF-8; convert it with iconv")
    }
    return text
  }
}
