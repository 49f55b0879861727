/// Walks over the rows of a comma-separated text (RFC 4180); quoted values may hold line ends.
package struct CommaScanner {
  package struct Row {
    /// The line where it begins, counted from 1.
    package var line: Int
    package var values: [[UInt8]]
  }

  /// Longest row, in bytes; no row of any data set comes near.
  package static let longest = 1 << 24

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next row that is not blank; nil at the end.
  ///
  /// - Throws: a problem whose place is the number of the line.
  package mutating func next() throws(FormatProblem) -> Row? {
    while position < bytes.count {
      let (begin, start) = (line, position)
      var values = [try value(begin)]
      try checkLength(from: start, begin)
      while peek == UInt8(ascii: ",") {
        position += 1
        values.append(try value(begin))
        try checkLength(from: start, begin)
      }
      try endLine()
      if values.count > 1 || values.contains(where: { $0.contains { $0 != 0x20 } }) {
        return Row(line: begin, values: values)
      }
    }
    return nil
  }

  private func checkLength(from start: Int, _ begin: Int) throws(FormatProblem) {
    guard position - start <= Self.longest else {
      throw FormatProblem(at: "\(begin)", "the row is longer than \(Self.longest) bytes")
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value(_ begin: Int) throws(FormatProblem) -> [UInt8] {
    if peek == UInt8(ascii: "\"") { return try quoted(begin) }
    let start = position
    while let byte = peek, byte != UInt8(ascii: ","), byte != 0x0A, !atLineEnd { position += 1 }
    return Array(bytes[start..<position])
  }

  private mutating func quoted(_ begin: Int) throws(FormatProblem) -> [UInt8] {
    position += 1
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "\"") {
        guard peek == byte else { return content }
        position += 1
      }
      content.append(byte)
    }
    throw FormatProblem(at: "\(begin)", "a quoted value begins here and does not end")
  }

  /// Whether a carriage return and a line feed follow.
  private var atLineEnd: Bool {
    peek == 0x0D && (position + 1 == bytes.count || bytes[position + 1] == 0x0A)
  }

  private mutating func endLine() throws(FormatProblem) {
    if atLineEnd { position += 1 }
    guard let byte = peek else { return }
    guard byte == 0x0A else {
      throw FormatProblem(
        at: "\(line)", "text follows a quoted value where a comma is expected")
    }
    position += 1
    line += 1
  }
}
