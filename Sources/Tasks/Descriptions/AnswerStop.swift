/// What ends a generated answer, beside its length.
package enum AnswerStop: String, CaseIterable, Codable, Sendable {
  /// The end of the line, or of the text.
  case line
  /// The end of the text.
  case text
}
