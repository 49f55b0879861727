import Foundation
import Notation
import Vocabulary

/// Tells the three spellings of a grid apart by content and reads them into one tree.
enum GridSource {
  /// What a file holds, when it is small enough to be one of ours.
  static func contents(of url: URL) throws(GridProblems) -> Data {
    do throws(FileProblem) {
      return try RegularFile.contents(of: url, atMost: GridLimits.bytes)
    } catch {
      throw GridProblems(
        [GridProblem(file: url.path, message: error.description)],
        kind: error.kind == .missing ? .missing : .invalid)
    }
  }

  static func tree(of data: Data) throws(GridProblems) -> GridNode {
    guard data.count <= GridLimits.bytes else {
      throw GridProblems("the file is larger than 1 MiB; it should be a page of text")
    }
    if data.starts(with: Data("bplist00".utf8)) {
      return try BinaryPlistReader.tree(of: [UInt8](data))
    }
    let text = try text(of: data)
    let start = text.drop { $0.isWhitespace }
    if ["<?xml", "<!DOCTYPE plist", "<plist"].contains(where: start.hasPrefix) {
      return try XMLPlistReader.tree(of: text)
    }
    return try YAMLReader.tree(of: text)
  }

  private static func text(of data: Data) throws(GridProblems) -> String {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = data.starts(with: byteOrderMark) ? data.dropFirst(3) : data
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw GridProblems("the file is not UTF-8 text; save it as UTF-8")
    }
    if let nul = text.unicodeScalars.firstIndex(of: "\0") {
      let place = GridPlace(path: "", position: position(of: nul, in: text))
      throw GridProblems(place, "there is a NUL character; this is not a text file")
    }
    return text
  }

  /// Line and column of an index, where CR, LF and CRLF end lines.
  static func position(of index: String.Index, in text: String) -> GridPosition {
    var (line, column) = (1, 1)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars[..<index] {
      if scalar == "\n", previous == "\r" {
        // The second half of a line end.
      } else if scalar == "\n" || scalar == "\r" {
        (line, column) = (line + 1, 1)
      } else {
        column += 1
      }
      previous = scalar
    }
    return GridPosition(line: line, column: column)
  }
}
