import Foundation

/// Reads JSON (RFC 8259) that is UTF-8, repeats no key in an object and is not nested too deeply.
struct JSONReader {
  static let deepestNesting = 128

  private let bytes: [UInt8]
  private let file: String
  private var position = 0

  /// The value of `data`, as the root field of `file`.
  static func read(_ data: Data, file: String) throws(TokenizerProblem) -> JSONField {
    var reader = JSONReader(bytes: Array(data), file: file)
    guard String(validating: reader.bytes, as: UTF8.self) != nil else {
      throw TokenizerProblem(
        file: file, place: "text", message: "is not UTF-8; save it so or fetch it again")
    }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.peek == nil else { throw reader.problem("text after the end of the value") }
    return JSONField(value: value, file: file, place: "")
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func problem(_ message: String) -> TokenizerProblem {
    TokenizerProblem(
      file: file, place: "byte \(position)",
      message: "JSON: \(message); correct the file or fetch it again")
  }

  private mutating func skipSpace() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Skips white space and then `byte`, if it is there.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(TokenizerProblem) -> JSON {
    guard depth < Self.deepestNesting else {
      throw problem("nested deeper than \(Self.deepestNesting) levels")
    }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(UInt8(ascii: "0")...UInt8(ascii: "9")), UInt8(ascii: "-"): return try number()
    case nil: throw problem("the file ends where a value is expected")
    default: throw problem("a value is expected here")
    }
  }

  private mutating func word(_ text: String, _ value: JSON) throws(TokenizerProblem) -> JSON {
    guard bytes[...].holds(Bytes(text), at: position) else { throw problem("unknown word") }
    position += text.utf8.count
    return value
  }

  private mutating func object(depth: Int) throws(TokenizerProblem) -> JSON {
    position += 1
    var members: [JSON.Member] = []
    var keys: Set<Bytes> = []
    if skip(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw problem("a key is expected here") }
      let key = try string()
      guard keys.insert(key).inserted else { throw problem("key '\(key.text)' is repeated") }
      guard skip(UInt8(ascii: ":")) else { throw problem("':' is expected here") }
      members.append(JSON.Member(key, try value(depth: depth + 1)))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw problem("',' or '}' is expected here") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws(TokenizerProblem) -> JSON {
    position += 1
    var elements: [JSON] = []
    if skip(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw problem("',' or ']' is expected here") }
    return .array(elements)
  }

  private mutating func number() throws(TokenizerProblem) -> JSON {
    let start = position
    while let byte = peek, Self.numeric.contains(byte) { position += 1 }
    let text = bytes[start..<position].text
    if let integer = Int(text) { return .integer(integer) }
    guard let real = Double(text), real.isFinite else {
      throw problem("'\(text)' is not a number that can be held")
    }
    return .real(real)
  }

  private static let numeric = Set("+-.0123456789Ee".utf8)

  /// The string at `position`; a slice of the file unless it has escapes.
  private mutating func string() throws(TokenizerProblem) -> Bytes {
    position += 1
    let start = position
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return bytes[start..<(position - 1)]
      case UInt8(ascii: "\\"): return try escapedString(Array(bytes[start..<position]))
      case 0..<0x20: throw problem("a control character stands in a string")
      default: position += 1
      }
    }
    throw problem("a string is not closed")
  }

  private mutating func escapedString(_ head: [UInt8]) throws(TokenizerProblem) -> Bytes {
    var result = head
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return result[...]
      case UInt8(ascii: "\\"): result += String(try escape()).utf8
      case 0..<0x20: throw problem("a control character stands in a string")
      default:
        result.append(byte)
        position += 1
      }
    }
    throw problem("a string is not closed")
  }

  private mutating func escape() throws(TokenizerProblem) -> Unicode.Scalar {
    position += 1
    guard let letter = peek else { throw problem("a string is not closed") }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw problem("unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(TokenizerProblem) -> Unicode.Scalar {
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, bytes[...].holds(Bytes("\\u"), at: position) else {
      throw problem("half of a surrogate pair")
    }
    position += 2
    let low = try codeUnit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw problem("half of a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(TokenizerProblem) -> UInt32 {
    guard position + 4 <= bytes.count else { throw problem("a string is not closed") }
    var value: UInt32 = 0
    for byte in bytes[position..<(position + 4)] {
      guard
        let digit = Unicode.Scalar(byte).properties.numericType == .decimal
          ? UInt32(byte - 0x30) : Self.hexadecimalLetter(byte)
      else { throw problem("four hexadecimal digits are expected after \\u") }
      value = value << 4 | digit
    }
    position += 4
    return value
  }

  private static func hexadecimalLetter(_ byte: UInt8) -> UInt32? {
    let lowercase = byte | 0x20
    return (0x61...0x66).contains(lowercase) ? UInt32(lowercase - 0x61 + 10) : nil
  }
}
