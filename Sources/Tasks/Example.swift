/// One example of a task: a text and the ways in which it may go on.
package struct Example: Hashable, Codable, Sendable {
  /// Text before the option.
  package var prompt: String
  /// What is appended to the prompt for each candidate, with its own leading space if any.
  package var options: [String]
  /// Index of the right option, the one that is learned.
  package var gold: Int
  /// The indices of all right options where there are several (ReCoRD), `gold` among them.
  package var accepted: [Int]?
  /// The accepted answers of a task whose answers are generated; its one option is the first of
  /// them as it is learned, with the line end that stops generation.
  package var answers: [String]?
  /// The prompt without the input, for calibration (SFC).
  package var withoutInput: String?
  /// What masked language models see, where that is not the prompt with a mask after it.
  package var masked: MaskedExample?

  package init(
    prompt: String, options: [String], gold: Int, accepted: [Int]? = nil,
    answers: [String]? = nil, withoutInput: String? = nil, masked: MaskedExample? = nil
  ) {
    self.prompt = prompt
    self.options = options
    self.gold = gold
    self.accepted = accepted
    self.answers = answers
    self.withoutInput = withoutInput
    self.masked = masked
  }

  /// Whether a prediction is right.
  package func isRight(_ option: Int) -> Bool { accepted?.contains(option) ?? (option == gold) }
}
