import Vocabulary

/// Walks over the rows of a comma-separated text; quoted values may hold line ends.
struct CommaScanner {
  struct Row {
    var place: Place
    var values: [String]
  }

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// The next row that is not blank, at the line where it begins; nil at the end.
  mutating func next() throws(InputProblem) -> Row? {
    while position < bytes.count {
      let place = Place(file: file, line: line)
      var values = [try value(place)]
      while peek == UInt8(ascii: ",") {
        position += 1
        values.append(try value(place))
      }
      try endLine()
      if values.count > 1 || values.contains(where: { $0.contains { $0 != " " } }) {
        return Row(place: place, values: values)
      }
    }
    return nil
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value(_ place: Place) throws(InputProblem) -> String {
    if peek == UInt8(ascii: "\"") { return try quoted(place) }
    let start = position
    while let byte = peek, byte != UInt8(ascii: ","), byte != 0x0A, !atLineEnd { position += 1 }
    return Latin1.text(bytes[start..<position])
  }

  private mutating func quoted(_ place: Place) throws(InputProblem) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = peek {
      position += 1
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "\"") {
        guard peek == byte else { return Latin1.text(content) }
        position += 1
      }
      content.append(byte)
    }
    throw InputProblem(at: place.description, "a quoted value begins here and does not end")
  }

  /// Whether a carriage return and a line feed follow.
  private var atLineEnd: Bool {
    peek == 0x0D && (position + 1 == bytes.count || bytes[position + 1] == 0x0A)
  }

  private mutating func endLine() throws(InputProblem) {
    if atLineEnd { position += 1 }
    guard let byte = peek else { return }
    guard byte == 0x0A else {
      throw InputProblem(
        at: "\(file):\(line)", "text follows a quoted value where a comma is expected")
    }
    position += 1
    line += 1
  }
}
