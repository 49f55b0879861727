/// Reads tokens back from the byte alphabet; bytes that are not UTF-8 become U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
  static let name = "ByteLevel"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    // An added token may hold scalars outside the alphabet: it stands for itself.
    let bytes = tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? Array($0) }
    return [Bytes(bytes[...].text)]
  }
}
