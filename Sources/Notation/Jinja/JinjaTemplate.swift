/// A template in a subset of Jinja, read and ready to be filled in.
///
/// The language is that of Jinja 3 (`JinjaParser` and `JinjaReader` have its grammar): texts are of
/// code points and values are compared and written as in Python. What is not of the subset is
/// refused by name when the template is read, never passed over.
package struct JinjaTemplate: Hashable, Sendable {
  let statements: [JinjaStatement]
  private let rules: JinjaRules

  /// Characters of a template, far above any real one.
  private static let longest = 1 << 18

  /// - Throws: what is not of the subset, with line and column.
  package init(_ text: String, rules: JinjaRules) throws(FormatProblem) {
    guard text.utf8.count <= Self.longest else {
      throw FormatProblem("a template has at most \(Self.longest) bytes")
    }
    statements = try JinjaParser.statements(of: text, rules)
    self.rules = rules
  }

  /// The text with these values in the places of names.
  ///
  /// - Throws: where a value is missing or of another kind than is wanted.
  package func text(_ values: [String: JinjaValue]) throws(FormatProblem) -> String {
    var rendering = JinjaRendering(values, rules)
    return try rendering.text(of: statements)
  }

  /// What the template's one expression gives, before it becomes text; nil where there is more than
  /// one expression.
  ///
  /// - Throws: as `text`.
  package func value(_ values: [String: JinjaValue]) throws(FormatProblem) -> JinjaValue? {
    guard statements.count == 1, case .output(let expression) = statements[0].kind else {
      return nil
    }
    var rendering = JinjaRendering(values, rules)
    return try rendering.shown(expression)
  }

  /// Whether the text is the same whatever the values are.
  package var isConstant: Bool {
    statements.allSatisfy { if case .text = $0.kind { true } else { false } }
  }

  /// The value of a literal: a text in quotes, a number, a list of such.
  ///
  /// - Throws: what is no literal.
  package static func literal(_ text: String) throws(FormatProblem) -> JinjaValue {
    let template = try JinjaTemplate("{{" + text + "}}", rules: .tasks)
    guard let value = try template.value([:]) else { throw FormatProblem("is no literal") }
    return value
  }
}
