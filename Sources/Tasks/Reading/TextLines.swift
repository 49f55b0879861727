import Experiments
import Foundation

/// The lines of a UTF-8 text file, each with its number.
///
/// Lines end at `\n` only: SST-2 holds the byte 0x85 and other characters that a Unicode-aware
/// splitter would take for line ends. A byte-order mark and a carriage return before `\n` go.
struct TextLines {
  struct Line {
    var number: Int
    var text: String
  }

  let file: URL
  let lines: [Line]

  /// - Throws: a problem that names the file when it cannot be read.
  init(_ file: URL) throws(InputProblem) {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw InputProblem(.missing, at: file.path, "cannot be read: \(error.localizedDescription)")
    }
    self.init(data, from: file)
  }

  init(_ data: Data, from file: URL) {
    self.file = file
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = data.starts(with: mark) ? data.dropFirst(mark.count) : data[...]
    lines = body.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
      .map { index, bytes in
        let bare = bytes.last == 0x0D ? bytes.dropLast() : bytes
        return Line(number: index + 1, text: String(decoding: bare, as: UTF8.self))
      }
      .filter { !$0.text.isEmpty }
  }

  /// `file:line`, for problems.
  func place(_ line: Line) -> String { "\(file.path):\(line.number)" }
}
