extension JSONCursor {
  /// Reads a string that is valid UTF-8.
  package mutating func string(_ role: String) throws(FormatProblem) -> String {
    let bytes = try text(role)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("a string that is not UTF-8 (\(role))")
    }
    return text
  }

  /// Reads the bytes of a string without raw control characters and half surrogates; a slice of the
  /// text unless it has escapes.
  package mutating func text(_ role: String) throws(FormatProblem) -> ArraySlice<UInt8> {
    try expect("\"", role)
    var start = offset
    advance(while: isPlain)
    if current == UInt8(ascii: "\"") {
      offset += 1
      return bytes[start..<(offset - 1)]
    }
    var text: [UInt8] = []
    while current == UInt8(ascii: "\\") {
      text += read(from: start)
      offset += 1
      text += String(try escape()).utf8
      start = offset
      advance(while: isPlain)
    }
    guard let end = current else { throw problem("the text ends inside a string (\(role))") }
    guard end == UInt8(ascii: "\"") else {
      throw problem("a control character inside a string (\(role))")
    }
    text += read(from: start)
    offset += 1
    return text[...]
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(FormatProblem) -> Unicode.Scalar {
    let letter = current
    if letter != nil { offset += 1 }
    switch letter {
    case UInt8(ascii: "\"")?: return "\""
    case UInt8(ascii: "\\")?: return "\\"
    case UInt8(ascii: "/")?: return "/"
    case UInt8(ascii: "b")?: return "\u{8}"
    case UInt8(ascii: "f")?: return "\u{C}"
    case UInt8(ascii: "n")?: return "\n"
    case UInt8(ascii: "r")?: return "\r"
    case UInt8(ascii: "t")?: return "\t"
    case UInt8(ascii: "u")?: return try escapedScalar()
    case nil: throw problem("the text ends inside a string")
    default: throw problem("an unknown escape in a string")
    }
  }

  private mutating func escapedScalar() throws(FormatProblem) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800...0xDBFF).contains(high), bytes[offset...].starts(with: [0x5C, 0x75]) else {
      throw problem("half of a surrogate pair in a string")
    }
    offset += 2
    let low = try codeUnit()
    let value = 0x10000 + ((UInt32(high) & 0x3FF) << 10) + (UInt32(low) & 0x3FF)
    guard (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(value) else {
      throw problem("half of a surrogate pair in a string")
    }
    return scalar
  }

  /// Reads four hexadecimal digits.
  private mutating func codeUnit() throws(FormatProblem) -> UInt16 {
    var unit: UInt16 = 0
    for byte in bytes[offset...].prefix(4) {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("\\u needs four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
    }
    guard offset + 4 <= bytes.count else { throw problem("the text ends inside a string") }
    offset += 4
    return unit
  }
}

private func isPlain(_ byte: UInt8) -> Bool {
  byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") && byte >= 0x20
}
