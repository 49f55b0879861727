/// The tokens `<0x00>` … `<0xFF>` that stand for single bytes in a SentencePiece vocabulary.
enum ByteToken {
  static func bytes(for byte: UInt8) -> Bytes {
    let digits = String(byte, radix: 16, uppercase: true)
    return Bytes("<0x\(byte < 16 ? "0" : "")\(digits)>")
  }

  /// The ids of the 256 byte tokens, where `vocabulary` has them.
  static func ids(in vocabulary: TokenVocabulary) -> [Int32?] {
    (UInt8.min...UInt8.max).map { vocabulary.id(bytes(for: $0)) }
  }

  /// The byte that `token` stands for, if it is of this form.
  static func byte(of token: Bytes) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token.last == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(token.dropFirst(3).dropLast().text, radix: 16)
  }
}
