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

/// A regular expression that published tokenizers cut by and that is built in here.
///
/// The patterns match everywhere, so that a text is cut into matches with nothing in between.
package enum KnownPattern: CaseIterable, Sendable {
  case gpt2, llama3, qwen2

  package var regularExpression: String {
    switch self {
    case .gpt2:
      #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .llama3: Self.llama(number: #"\p{N}{1,3}"#)
    case .qwen2: Self.llama(number: #"\p{N}"#)
    }
  }

  private static func llama(number: String) -> String {
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + number
      + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  package func end(in text: Bytes, from start: Int) -> Int {
    switch self {
    case .gpt2: WordPattern.end(in: text, from: start)
    case .llama3: LlamaPattern(longestNumber: 3).end(in: text, from: start)
    case .qwen2: LlamaPattern(longestNumber: 1).end(in: text, from: start)
    }
  }
}

/// The four classes of scalars that the patterns of byte-level tokenizers tell apart.
enum WordClass: UInt8 {
  case letter, number, space, other

  init(_ scalar: Unicode.Scalar) {
    if scalar.isWhitespace {
      self = .space
    } else if scalar.isLetter {
      self = .letter
    } else {
      self = scalar.isNumber ? .number : .other
    }
  }

  /// Looking a scalar up in the Unicode tables is slow beside this.
  private static let ofASCII: [WordClass] = (UInt8(0)..<0x80).map { WordClass(Unicode.Scalar($0)) }

  /// The class of the scalar at `index`, and its length in bytes.
  static func at(_ index: Int, in text: Bytes) -> (WordClass, length: Int) {
    if text[index] < 0x80 { return (ofASCII[Int(text[index])], 1) }
    let (scalar, length) = text.scalar(at: index)
    return (WordClass(scalar), length)
  }

  /// The end of the run of this class that goes on at `start`, of at most `limit` scalars.
  func runEnd(in text: Bytes, from start: Int, limit: Int = .max) -> Int {
    var (index, rest) = (start, limit)
    while index < text.endIndex, rest > 0 {
      let (found, length) = Self.at(index, in: text)
      guard found == self else { break }
      index += length
      rest -= 1
    }
    return index
  }
}

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
