/// A question whose answer is generated, as token ids.
public struct EncodedQuestion: Hashable, Sendable {
  /// The text before the answer; at least one id.
  public var ids: [Int32]
  /// The accepted answers.
  public var answers: [String]

  public init(ids: [Int32], answers: [String]) {
    self.ids = ids
    self.answers = answers
  }
}
