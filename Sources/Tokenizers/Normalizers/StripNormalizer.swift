/// Removes the white space at one end of a text or at both.
struct StripNormalizer: Normalizer {
  static let name = "Strip"
  private let left: Bool
  private let right: Bool

  init(_ field: JSONField) throws(TokenizerProblem) {
    left = try field.flag("strip_left", default: true)
    right = try field.flag("strip_right", default: true)
  }

  func normalize(_ text: Bytes) -> Bytes {
    var (start, end) = (text.startIndex, text.endIndex)
    while left, start < end, text.scalar(at: start).scalar.isWhitespace {
      start += text.scalar(at: start).length
    }
    while right, start < end {
      let (scalar, length) = text.scalar(before: end)
      guard scalar.isWhitespace else { break }
      end -= length
    }
    return text[start..<end]
  }
}
