extension String {
  /// Without spaces at both ends; line ends stay.
  var trimmingSpaces: String { trimming { $0 == " " } }

  /// Without white space of any kind at both ends, as Python's `strip`.
  var trimmingWhiteSpace: String { trimming(\.isWhiteSpace) }

  /// Without white space of any kind at the end, as Python's `rstrip`.
  var trimmingWhiteSpaceAtEnd: String {
    let scalars = unicodeScalars
    guard let last = scalars.lastIndex(where: { !$0.isWhiteSpace }) else { return "" }
    return String(scalars[...last])
  }

  /// Without white space of any kind at the beginning and spaces at the end, as a whole text is
  /// given to a model.
  var trimmingAsWhole: String {
    String(String.UnicodeScalarView(unicodeScalars.drop(while: \.isWhiteSpace))).trimmingSpaces
  }

  private func trimming(_ isMargin: (Unicode.Scalar) -> Bool) -> String {
    let start = unicodeScalars.drop(while: isMargin)
    guard let last = start.lastIndex(where: { !isMargin($0) }) else { return "" }
    return String(start[...last])
  }
}

extension Unicode.Scalar {
  /// What Python's `strip` and `split` take for white space: Unicode's, and the separators of
  /// ASCII.
  var isWhiteSpace: Bool {
    properties.isWhitespace || (0x1C...0x1F).contains(value)
  }
}
