/// The prompts of MeZO and ZO-Bench (version 0 of each template), shared by real and small tasks.
enum Prompts {
  /// `{sentence} It was` and ` terrible` or ` great`.
  static func sentiment(_ sentence: String, label: Int) -> Example {
    Example(
      prompt: sentence.trimmingSpaces + " It was", options: [" terrible", " great"], gold: label)
  }

  /// The premise without its full stop, ` so ` or ` because `, and the choices in lower case.
  static func consequence(
    premise: String, asksCause: Bool, choices: [String], gold: Int
  ) -> Example {
    var premise = premise.trimmingSpaces
    if premise.hasSuffix(".") { premise = String(premise.dropLast()).trimmingSpaces }
    return Example(
      prompt: premise + (asksCause ? " because " : " so "),
      options: choices.map(loweringFirstWord), gold: gold)
  }

  /// Text before the blank, and each option with the text after it.
  static func blank(before: String, options: [String], after: String, gold: Int) -> Example {
    Example(prompt: before, options: options.map { $0 + after }, gold: gold)
  }

  /// The text with its first word in lower case, unless that is `I`.
  private static func loweringFirstWord(_ text: String) -> String {
    guard let end = text.firstIndex(of: " "), text[..<end] != "I" else { return text }
    return text[..<end].lowercased() + text[end...]
  }
}

extension String {
  /// Without spaces at both ends; line ends stay.
  var trimmingSpaces: String {
    let start = unicodeScalars.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
  }
}
