/// A question whose answer is generated, as token ids.
package struct EncodedQuestion: Hashable, Sendable {
  /// The text before the answer; at least one id.
  package var ids: [Int32]
  /// The accepted answers.
  package var answers: [String]

  package init(ids: [Int32], answers: [String]) {
    self.ids = ids
    self.answers = answers
  }
}
