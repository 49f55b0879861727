/// GPT-2's cut into words, by hand.
///
/// The regular expression, whose alternatives are tried in order at each position, is
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
/// (Radford et al. 2019, `encoder.py`).
package enum WordPattern {
  private enum Class: UInt8 {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
      if scalar.properties.isWhitespace {
        self = .space
        return
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        self = .letter
      case .decimalNumber, .letterNumber, .otherNumber: self = .number
      default: self = .other
      }
    }

    /// Looking a scalar up in the Unicode tables is slow beside this.
    static let ofASCII: [Class] = (UInt8(0)..<0x80).map { Class(Unicode.Scalar($0)) }
  }

  private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(Bytes.init)

  /// The end of the word that starts at `start`, which must lie inside `text`.
  package static func end(in text: Bytes, from start: Int) -> Int {
    if text[start] == UInt8(ascii: "'"),
      let contraction = contractions.first(where: { text.holds($0, at: start) })
    {
      return start + contraction.count
    }
    let (first, length) = classify(text, start)
    let second = start + length
    guard first == .space else { return runEnd(of: first, in: text, from: second) }
    if text[start] == 0x20, second < text.endIndex {
      let (next, nextLength) = classify(text, second)
      if next != .space { return runEnd(of: next, in: text, from: second + nextLength) }
    }
    return spaceEnd(in: text, from: start)
  }

  private static func classify(_ text: Bytes, _ index: Int) -> (Class, length: Int) {
    if text[index] < 0x80 { return (Class.ofASCII[Int(text[index])], 1) }
    let (scalar, length) = text.scalar(at: index)
    return (Class(scalar), length)
  }

  private static func runEnd(of wanted: Class, in text: Bytes, from start: Int) -> Int {
    var index = start
    while index < text.endIndex {
      let (found, length) = classify(text, index)
      guard found == wanted else { break }
      index += length
    }
    return index
  }

  /// `\s+(?!\S)|\s+`: a run of white space leaves its last scalar to the word that follows.
  private static func spaceEnd(in text: Bytes, from start: Int) -> Int {
    var (index, last) = (start, start)
    while index < text.endIndex {
      let (found, length) = classify(text, index)
      guard found == .space else { return last > start ? last : index }
      last = index
      index += length
    }
    return index
  }
}
