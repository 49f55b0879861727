/// WordPiece: each word cut from the left into the longest tokens there are.
///
/// Wu et al. 2016 (arXiv 1609.08144) as in BERT: a word that cannot be cut to its end is one
/// unknown token as a whole, and so is one of too many scalars.
struct WordPieceModel: TokenModel {
  static let name = "WordPiece"

  let vocabulary: TokenVocabulary
  private let unknown: Int32
  private let prefix: Bytes
  private let longestWord: Int
  /// No token is longer than this many bytes.
  private let longestToken: Int
  private let cache = PieceCache()

  init(vocabulary: TokenVocabulary, unknown: Int32, prefix: Bytes, longestWord: Int) {
    self.vocabulary = vocabulary
    self.unknown = unknown
    self.prefix = prefix
    self.longestWord = longestWord
    longestToken = vocabulary.longestToken
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    let vocabulary = try TokenVocabulary(try field.required("vocab"))
    let token = try field.optional("unk_token")?.bytes() ?? Bytes("[UNK]")
    guard let unknown = vocabulary.id(token) else {
      throw field.problem(
        "the unknown token '\(token.text)' is not in the vocabulary; add it or name another as "
          + "unk_token")
    }
    let longest = try field.optional("max_input_chars_per_word")
    let longestWord = try longest?.integer() ?? 100
    guard longestWord >= 0 else {
      throw field.problem("max_input_chars_per_word must not be negative")
    }
    self.init(
      vocabulary: vocabulary, unknown: unknown,
      prefix: try field.optional("continuing_subword_prefix")?.bytes() ?? Bytes("##"),
      longestWord: longestWord)
  }

  func encode(_ piece: Bytes, into ids: inout [Int32]) {
    if let known = cache.ids(of: piece) {
      ids += known
      return
    }
    let found = cut(piece) ?? [unknown]
    cache.remember(found, of: piece)
    ids += found
  }

  private func cut(_ word: Bytes) -> [Int32]? {
    var scalars = 0
    for byte in word where byte & 0xC0 != 0x80 { scalars += 1 }
    guard scalars <= longestWord else { return nil }
    var ids: [Int32] = []
    var start = word.startIndex
    while start < word.endIndex {
      guard let (id, end) = longest(in: word, from: start) else { return nil }
      ids.append(id)
      start = end
    }
    return ids
  }

  private func longest(in word: Bytes, from start: Int) -> (Int32, end: Int)? {
    let head: Bytes = start > word.startIndex ? prefix : []
    var end = min(word.endIndex, start + max(0, longestToken - head.count))
    while end > start {
      let isBoundary = end == word.endIndex || word[end] & 0xC0 != 0x80
      if isBoundary, let id = vocabulary.id(head + word[start..<end]) { return (id, end) }
      end -= 1
    }
    return nil
  }
}
