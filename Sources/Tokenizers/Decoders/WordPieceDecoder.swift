/// Joins word pieces: those with the prefix to the piece before, the others after a space.
struct WordPieceDecoder: TokenDecoder {
  static let name = "WordPiece"
  private let prefix: Bytes
  private let cleansUp: Bool

  init(prefix: Bytes, cleansUp: Bool) {
    self.prefix = prefix
    self.cleansUp = cleansUp
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    prefix = try field.optional("prefix")?.bytes() ?? Bytes("##")
    cleansUp = try field.flag("cleanup", default: true)
  }

  /// The spaces that English does not have, each removed within one part, in this order.
  private static let corrections: [(Bytes, Bytes)] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Bytes($0.0), Bytes($0.1)) }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    tokens.enumerated().map { index, token in
      var part = token
      if index > 0 {
        part = token.starts(with: prefix) ? token.dropFirst(prefix.count) : [0x20] + token
      }
      return cleansUp ? Self.clean(part) : part
    }
  }

  private static func clean(_ part: Bytes) -> Bytes {
    guard part.contains(0x20) else { return part }
    return corrections.reduce(part) { $0.replacing($1.0, by: $1.1) }
  }
}
