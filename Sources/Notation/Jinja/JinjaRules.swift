/// How a program sets Jinja up.
package struct JinjaRules: Hashable, Sendable {
  /// Whether the line end after a statement goes, and the white space before one that begins its
  /// line (`trim_blocks` and `lstrip_blocks`).
  var trimsBlocks: Bool
  /// Whether a line end at the template's end is part of its text.
  var keepsLastLineEnd: Bool
  /// Whether showing a name without a value is a mistake.
  var isStrict: Bool

  /// Of the templates of lm-evaluation-harness's tasks.
  package static let tasks = JinjaRules(
    trimsBlocks: false, keepsLastLineEnd: true, isStrict: true)
  /// Of the chat templates of Hugging Face's tokenizers.
  package static let chat = JinjaRules(
    trimsBlocks: true, keepsLastLineEnd: false, isStrict: false)
}

/// Where in a template something stands, counted from 1.
struct JinjaPlace: Hashable, Sendable {
  var line = 1
  var column = 1

  func problem(_ message: String) -> FormatProblem {
    FormatProblem(at: "line \(line), column \(column) of the template", message)
  }
}
