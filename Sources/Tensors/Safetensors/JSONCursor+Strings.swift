extension JSONCursor {
  /// Reads a string: valid UTF-8, no raw control characters, no half surrogates.
  mutating func string(_ role: String) throws(FormatProblem) -> String {
    try expect("\"", role)
    var text: [UInt8] = []
    while true {
      let start = offset
      advance { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
      let plain = read(from: start)
      switch next() {
      case UInt8(ascii: "\"")?:
        return text.isEmpty ? try decoded(plain, role) : try decoded(text + plain, role)
      case UInt8(ascii: "\\")?:
        text += plain
        text += Array(String(try escape()).utf8)
      case nil: throw problem("the text ends inside a string (\(role))")
      case .some: throw problem("a control character inside a string (\(role))")
      }
    }
  }

  private func decoded(
    _ bytes: some Collection<UInt8>, _ role: String
  ) throws(FormatProblem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw problem("a string that is not UTF-8 (\(role))")
    }
    return text
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(FormatProblem) -> Unicode.Scalar {
    switch next() {
    case UInt8(ascii: "\"")?: return "\""
    case UInt8(ascii: "\\")?: return "\\"
    case UInt8(ascii: "/")?: return "/"
    case UInt8(ascii: "b")?: return "\u{8}"
    case UInt8(ascii: "f")?: return "\u{C}"
    case UInt8(ascii: "n")?: return "\n"
    case UInt8(ascii: "r")?: return "\r"
    case UInt8(ascii: "t")?: return "\t"
    case UInt8(ascii: "u")?: return try escapedScalar()
    default: throw problem("an unknown escape in a string")
    }
  }

  private mutating func escapedScalar() throws(FormatProblem) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800...0xDBFF).contains(high), next() == UInt8(ascii: "\\"),
      next() == UInt8(ascii: "u")
    else { throw problem("half of a surrogate pair in a string") }
    let low = try codeUnit()
    let value = 0x10000 + ((UInt32(high) & 0x3FF) << 10) + (UInt32(low) & 0x3FF)
    guard (0xDC00...0xDFFF).contains(low), let scalar = Unicode.Scalar(value) else {
      throw problem("half of a surrogate pair in a string")
    }
    return scalar
  }

  private mutating func codeUnit() throws(FormatProblem) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("\\u needs four hexadecimal digits")
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
