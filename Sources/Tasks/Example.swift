/// One example of a task: a text and the ways in which it may go on.
public struct Example: Hashable, Codable, Sendable {
  /// Text before the option.
  public var prompt: String
  /// What is appended to the prompt for each candidate, with its own leading space if any.
  public var options: [String]
  /// Index of the right option.
  public var gold: Int

  public init(prompt: String, options: [String], gold: Int) {
    self.prompt = prompt
    self.options = options
    self.gold = gold
  }
}
