/// GPT-2's cut into words, by hand.
///
/// The regular expression, whose alternatives are tried in order at each position, is
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
/// (Radford et al. 2019, `encoder.py`).
package enum WordPattern {
  private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(Bytes.init)

  /// The end of the word that starts at `start`, which must lie inside `text`.
  package static func end(in text: Bytes, from start: Int) -> Int {
    if text[start] == UInt8(ascii: "'"),
      let contraction = contractions.first(where: { text.holds($0, at: start) })
    {
      return start + contraction.count
    }
    let (first, length) = WordClass.at(start, in: text)
    let second = start + length
    guard first == .space else { return first.runEnd(in: text, from: second) }
    if text[start] == 0x20, second < text.endIndex {
      let (next, nextLength) = WordClass.at(second, in: text)
      if next != .space { return next.runEnd(in: text, from: second + nextLength) }
    }
    return spaceEnd(in: text, from: start)
  }

  /// `\s+(?!\S)|\s+`: a run of white space leaves its last scalar to the word that follows.
  static func spaceEnd(in text: Bytes, from start: Int) -> Int {
    var (index, last) = (start, start)
    while index < text.endIndex {
      let (found, length) = WordClass.at(index, in: text)
      guard found == .space else { return last > start ? last : index }
      last = index
      index += length
    }
    return index
  }
}
