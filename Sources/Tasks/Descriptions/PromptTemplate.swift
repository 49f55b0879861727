/// One version of a task's prompt.
package struct PromptTemplate: Hashable, Encodable, Sendable {
  /// The text before the option, with fields in braces: `{sentence|strip} It was`.
  package var prompt: String
  /// What is appended for each class or choice; tasks with candidates and generated answers have
  /// one option, in which `{candidate}` or the answers' field stands.
  package var options: [String]
  /// The prompt without the input, for calibration (SFC).
  package var withoutInput: String

  package init(_ prompt: String, options: [String], withoutInput: String = "") {
    self.prompt = prompt
    self.options = options
    self.withoutInput = withoutInput
  }
}
