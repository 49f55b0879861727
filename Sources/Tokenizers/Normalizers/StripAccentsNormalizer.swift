/// Removes combining marks; accents that are part of a letter stay unless a form splits them off.
struct StripAccentsNormalizer: Normalizer {
  static let name = "StripAccents"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func normalize(_ text: Bytes) -> Bytes {
    text.isASCII ? text : text.rewritten { if !$0.isMark { $2 += $1 } }
  }
}
