/// Cuts unsplit text before the marks of spaces, if no merge of a vocabulary can cross them.
///
/// In LLaMA's vocabulary a mark stands only at the start of a token, after other marks at most.
/// Cutting there changes no id, and the words, unlike whole texts, come again and can be cached.
enum WordCut {
  static let mark = Bytes("\u{2581}")

  /// Whether no product of `merges` has a mark after anything but a mark.
  static func isSafe(for merges: MergeTable, _ vocabulary: TokenVocabulary) -> Bool {
    guard vocabulary.id(mark) != nil else { return false }
    return merges.products.allSatisfy { id in
      guard let token = vocabulary.token(id) else { return false }
      return nextCut(in: token, after: token.startIndex) == token.endIndex
    }
  }

  /// The end of the word that starts at `start`.
  static func nextCut(in text: Bytes, after start: Int) -> Int {
    var index = start
    while text.holds(mark, at: index) { index += mark.count }
    while index < text.endIndex, !text.holds(mark, at: index) { index += 1 }
    return index
  }
}
