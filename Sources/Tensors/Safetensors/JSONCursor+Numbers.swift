extension JSONCursor {
  /// Reads a whole number from 0 to `Int.max`.
  mutating func count(_ role: String) throws(FormatProblem) -> Int {
    guard let first = peek(), isDigit(first) else {
      let isNegative = peek() == UInt8(ascii: "-")
      throw problem(isNegative ? "a negative number in \(role)" : "expected \(role)" + found())
    }
    let start = offset
    advance(while: isDigit)
    let digits = read(from: start)
    guard !isFraction(current) else { throw problem("\(role) must be whole numbers") }
    guard digits.count == 1 || first != UInt8(ascii: "0") else {
      throw problem("a number with a leading zero in \(role)")
    }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw problem("a number above \(Int.max) in \(role)")
    }
    return value
  }

  /// Reads an array of at most `limit` whole numbers.
  mutating func counts(_ role: String, atMost limit: Int) throws(FormatProblem) -> [Int] {
    var values: [Int] = []
    try array(role) { (cursor: inout JSONCursor) throws(FormatProblem) in
      guard values.count < limit else { throw cursor.problem("more than \(limit) in \(role)") }
      values.append(try cursor.count(role))
    }
    return values
  }

  /// Reads a number, `true`, `false` or `null`, and forgets it.
  mutating func skipScalar() throws(FormatProblem) {
    _ = peek()
    let start = offset
    advance { isDigit($0) || isLetter($0) || [0x2B, 0x2D, 0x2E].contains($0) }
    let word = String(decoding: read(from: start), as: UTF8.self)
    guard ["true", "false", "null"].contains(word) || isNumber(word) else {
      throw problem(word.isEmpty ? "expected a value" + found() : "\(quoted(word)) is not JSON")
    }
  }

  /// Whether `word` is `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  private func isNumber(_ word: String) -> Bool {
    var rest = Substring(word)
    if rest.first == "-" { rest.removeFirst() }
    let whole = digits(&rest)
    guard !whole.isEmpty, whole == "0" || whole.first != "0" else { return false }
    if rest.first == "." {
      rest.removeFirst()
      guard !digits(&rest).isEmpty else { return false }
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
      guard !digits(&rest).isEmpty else { return false }
    }
    return rest.isEmpty
  }

  private func digits(_ text: inout Substring) -> Substring {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    text = text[digits.endIndex...]
    return digits
  }
}

private func isFraction(_ byte: UInt8?) -> Bool {
  byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
