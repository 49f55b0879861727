/// Sets numbers apart, as a whole or digit by digit.
struct DigitsPreTokenizer: ReadablePreTokenizer {
  static let name = "Digits"
  private let behavior: SplitBehavior

  init(_ field: JSONField) throws(TokenizerProblem) {
    behavior = try field.flag("individual_digits", default: false) ? .isolated : .contiguous
  }

  func split(_ piece: Piece) -> [Piece] {
    behavior.split(piece, where: \.isNumber)
  }
}
