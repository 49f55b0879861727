/// One version of a task's prompt.
public struct PromptTemplate: Hashable, Encodable, Sendable {
  /// The text before the option, with fields in braces: `{sentence|strip} It was`.
  public var prompt: String
  /// What is appended for each class or choice; tasks with candidates and generated answers have
  /// one option, in which `{candidate}` or the answers' field stands.
  public var options: [String]
  /// The prompt without the input, for calibration (SFC).
  public var withoutInput: String

  public init(_ prompt: String, options: [String], withoutInput: String = "") {
    self.prompt = prompt
    self.options = options
    self.withoutInput = withoutInput
  }
}
