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
