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
