/// A piece of normalized text on its way to the model.
struct Piece {
  var text: Bytes
  /// Whether nothing of the whole text stands before it, neither text nor an added token.
  var isFirst: Bool

  init(_ text: Bytes, isFirst: Bool) {
    self.text = text
    self.isFirst = isFirst
  }

  /// The parts of this piece in `ranges`, which index its text.
  func cut(at ranges: some Sequence<Range<Int>>) -> [Piece] {
    ranges.map { range in
      Piece(text[range], isFirst: isFirst && range.lowerBound == text.startIndex)
    }
  }
}
