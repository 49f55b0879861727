/// Llama 3's cut into words, by hand; Qwen 2's is the same with numbers of one digit.
///
/// The regular expression, whose alternatives are tried in order at each position, is
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*`
/// `|\s*[\r\n]+|\s+(?!\S)|\s+` (Llama 3's `tokenizer.py`).
struct LlamaPattern: Sendable {
  let longestNumber: Int

  private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(Bytes.init)
  /// `'ſ`: the long s is an s by simple case folding.
  private static let longS = Bytes("'\u{17F}")

  /// The end of the word that starts at `start`, which must lie inside `text`.
  func end(in text: Bytes, from start: Int) -> Int {
    if let end = Self.contractionEnd(in: text, from: start) { return end }
    let (first, length) = WordClass.at(start, in: text)
    let second = start + length
    switch first {
    case .letter: return first.runEnd(in: text, from: second)
    case .number: return first.runEnd(in: text, from: second, limit: longestNumber - 1)
    case .space, .other:
      let isLineEnd = Self.isLineEnd(text[start])
      if !isLineEnd, second < text.endIndex {
        let (next, nextLength) = WordClass.at(second, in: text)
        if next == .letter { return next.runEnd(in: text, from: second + nextLength) }
        if text[start] == 0x20, next == .other {
          return Self.symbolsEnd(in: text, from: second + nextLength)
        }
      }
      if first == .other { return Self.symbolsEnd(in: text, from: second) }
      return Self.spaceEnd(in: text, from: start)
    }
  }

  private static func contractionEnd(in text: Bytes, from start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'") else { return nil }
    if text.holds(longS, at: start) { return start + longS.count }
    for contraction in contractions where start + contraction.count <= text.endIndex {
      let candidate = text[start..<(start + contraction.count)]
      // Setting the bit writes ASCII letters in lower case and turns nothing else into one.
      if candidate.map({ $0 < 0x80 ? $0 | 0x20 : $0 }) == Array(contraction) {
        return start + contraction.count
      }
    }
    return nil
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func symbolsEnd(in text: Bytes, from start: Int) -> Int {
    var index = WordClass.other.runEnd(in: text, from: start)
    while index < text.endIndex, isLineEnd(text[index]) { index += 1 }
    return index
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last line end of the run, if there is one.
  private static func spaceEnd(in text: Bytes, from start: Int) -> Int {
    let end = WordClass.space.runEnd(in: text, from: start)
    if let last = text[start..<end].lastIndex(where: isLineEnd) { return last + 1 }
    return WordPattern.spaceEnd(in: text, from: start)
  }
}
