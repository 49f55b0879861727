import Notation
import Vocabulary

/// Where a row's text, choices or target come from: a field of this name, or a template.
struct HarnessSource: Sendable {
  let written: String
  private let template: JinjaTemplate

  /// - Throws: Jinja that is not of our subset.
  init(_ text: String) throws(FormatProblem) {
    written = text
    template = try JinjaTemplate(text, rules: .tasks)
  }

  /// The names that are read; a text without Jinja is a name itself.
  var names: Set<String> { template.isConstant ? [written] : template.names }

  /// Whether the text can only be the name of a field.
  var isName: Bool {
    template.isConstant
      && written.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
  }

  /// Whether nothing of a row is read.
  var isConstant: Bool { template.isConstant && !isName }

  /// The field's value, or the text that the template gives.
  func value(_ row: HarnessRow) throws(InputProblem) -> JinjaValue {
    if let field = row.values[written] { return field }
    guard !isName else { throw row.problem("has no field '\(written)'") }
    return .text(try row.filling { values throws(FormatProblem) in try template.text(values) })
  }

  /// The field's value, or what the template's literal means: a list in brackets is a list.
  func list(_ row: HarnessRow) throws(InputProblem) -> [JinjaValue] {
    let found: JinjaValue
    if let field = row.values[written] {
      found = field
    } else if let value = try row.filling({ values throws(FormatProblem) in
      try template.value(values)
    }), case .list = value {
      found = value
    } else {
      let text = try value(row).written
      found = try row.filling { _ throws(FormatProblem) in try JinjaTemplate.literal(text) }
    }
    guard case .list(let values) = found, values.count > 1 else {
      throw row.problem("'doc_to_choice' gives no list of two choices or more")
    }
    return values
  }
}

/// A row as the values of templates.
struct HarnessRow {
  let record: Record
  let values: [String: JinjaValue]

  init(_ record: Record) {
    self.record = record
    values = record.fields.mapValues(JinjaValue.init)
  }

  func problem(_ message: String) -> InputProblem {
    InputProblem(at: record.place.description, message)
  }

  /// What a template gives, whose problems are told at the row.
  func filling<Value>(
    _ body: ([String: JinjaValue]) throws(FormatProblem) -> Value
  ) throws(InputProblem) -> Value {
    do throws(FormatProblem) {
      return try body(values)
    } catch {
      throw problem([error.place, error.message].filter { !$0.isEmpty }.joined(separator: ": "))
    }
  }
}

extension JinjaValue {
  /// A field of a data file.
  init(_ field: FieldValue) {
    switch field {
    case .none: self = .none
    case .text(let text): self = .text(text)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .real(value)
    case .boolean(let value): self = .boolean(value)
    case .list(let values): self = .list(values.map(JinjaValue.init))
    case .map(let members):
      self = .map(members.keys.sorted().map { JinjaMember($0, JinjaValue(members[$0] ?? .none)) })
    }
  }
}
