/// Cuts text by the GPT-2 pattern and writes each byte as a letter of the byte alphabet.
struct ByteLevelPreTokenizer: ReadablePreTokenizer {
  static let name = "ByteLevel"
  private let addsPrefixSpace: Bool
  private let usesPattern: Bool

  init(addsPrefixSpace: Bool) {
    self.addsPrefixSpace = addsPrefixSpace
    usesPattern = true
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    addsPrefixSpace = try field.flag("add_prefix_space", default: true)
    usesPattern = try field.flag("use_regex", default: true)
  }

  func split(_ piece: Piece) -> [Piece] {
    var text = piece.text
    if addsPrefixSpace, text.first != 0x20 { text = [0x20] + text }
    guard usesPattern else {
      return [Piece(ByteAlphabet.letters(for: text), isFirst: piece.isFirst)]
    }
    var letters: [UInt8] = []
    letters.reserveCapacity(text.count + text.count / 2)
    var ends: [Int] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = WordPattern.end(in: text, from: start)
      for byte in text[start..<end] { ByteAlphabet.append(byte, to: &letters) }
      ends.append(letters.count)
      start = end
    }
    return Self.cut(Piece(letters[...], isFirst: piece.isFirst), at: ends)
  }

  private static func cut(_ piece: Piece, at ends: [Int]) -> [Piece] {
    var start = 0
    let ranges = ends.map { end in
      defer { start = end }
      return start..<end
    }
    return piece.cut(at: ranges)
  }
}

/// The alphabet of byte-level tokens: each byte written as one printable scalar.
///
/// Printable Latin-1 bytes stand for themselves, the others for U+0100 upwards, in order
/// (`bytes_to_unicode` of GPT-2's encoder).
package enum ByteAlphabet {
  /// The scalar of each byte.
  package static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      let standsForItself: Bool =
        switch byte {
        case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
        default: false
        }
      if standsForItself { return Unicode.Scalar(byte) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? "\u{FFFD}"
    }
  }()

  private static let encodings: [(UInt8, UInt8)] = scalars.map { scalar in
    let value = scalar.value
    return value < 0x80 ? (UInt8(value), 0) : (UInt8(0xC0 | value >> 6), UInt8(0x80 | value & 0x3F))
  }

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  static func append(_ byte: UInt8, to letters: inout [UInt8]) {
    let (first, second) = encodings[Int(byte)]
    letters.append(first)
    if second != 0 { letters.append(second) }
  }

  /// `bytes` in the alphabet, as UTF-8.
  package static func letters(for bytes: Bytes) -> Bytes {
    var letters: [UInt8] = []
    letters.reserveCapacity(bytes.count)
    for byte in bytes { append(byte, to: &letters) }
    return letters[...]
  }

  /// The bytes that `letters` stand for; nil if a scalar is not of the alphabet.
  package static func bytes(of letters: Bytes) -> [UInt8]? {
    var result: [UInt8] = []
    var index = letters.startIndex
    while index < letters.endIndex {
      let (scalar, length) = letters.scalar(at: index)
      guard let byte = bytes[scalar] else { return nil }
      result.append(byte)
      index += length
    }
    return result
  }
}
