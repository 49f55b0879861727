import Vocabulary

/// How a row says which option is right.
package enum AnswerRule: Hashable, Sendable {
  /// A label names the option; the first field that the row has counts.
  case label([LabelRule])
  /// The options are a list of candidates; the right ones are those of another list.
  case candidates(CandidateRule)
  /// An answer is generated; the field holds the accepted ones, the first of which is learned.
  case generated(String)
}

extension AnswerRule {
  /// Whether every example has one of the same few options.
  var hasClasses: Bool {
    if case .label = self { true } else { false }
  }

  /// Whether the answer is written by the model.
  var isGenerated: Bool {
    if case .generated = self { true } else { false }
  }
}

extension AnswerRule: Encodable {
  private enum CodingKeys: CodingKey { case label, candidates, generated }

  package func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .label(let rules): try keyed.encode(rules, forKey: .label)
    case .candidates(let rule): try keyed.encode(rule, forKey: .candidates)
    case .generated(let field): try keyed.encode(field, forKey: .generated)
    }
  }
}

/// A label's field and how the classes are spelled in it.
package struct LabelRule: Hashable, Encodable, Sendable {
  package var field: String
  /// For each option, in order, the spellings of its class; upper and lower case are the same.
  package var classes: [[String]]
  /// Labels of rows that have no class and are left out, such as SNLI's `-`.
  package var unlabeled: [String]?

  package init(_ field: String, _ classes: [[String]], unlabeled: [String]? = nil) {
    self.field = field
    self.classes = classes
    self.unlabeled = unlabeled
  }
}

/// Candidates that stand in the row.
package struct CandidateRule: Hashable, Encodable, Sendable {
  /// The field with the candidates, a list.
  package var field: String
  /// The field with those that are right, a list.
  package var right: String
  /// What a candidate also replaces in its option, such as `@placeholder`.
  package var placeholder: String?

  package init(_ field: String, right: String, placeholder: String? = nil) {
    self.field = field
    self.right = right
    self.placeholder = placeholder
  }
}

/// What ends a generated answer, beside its length.
package enum AnswerStop: String, CaseIterable, Codable, Sendable {
  /// The end of the line, or of the text.
  case line
  /// The end of the text.
  case text
}

/// Reads the class of a row.
struct LabelReader {
  private let rules: [LabelRule]

  init(_ rules: [LabelRule]) { self.rules = rules }

  /// The index of the row's class; nil for rows that are left out.
  ///
  /// - Throws: a problem with the row's place when the label is missing or unknown.
  func label(_ record: Record) throws(InputProblem) -> Int? {
    let found = rules.lazy.compactMap { rule in record[rule.field].map { (rule, $0) } }.first
    guard let (rule, value) = found else {
      let fields = rules.map { "'\($0.field)'" }.joined(separator: " or ")
      throw InputProblem(at: record.place.description, "has no label \(fields)")
    }
    guard let text = value.text, value.texts == nil || value == .text(text) else {
      throw unknown("", rule, record)
    }
    let label = text.trimmingSpaces.lowercased()
    if let index = rule.classes.firstIndex(where: { $0.contains { $0.lowercased() == label } }) {
      return index
    }
    if rule.unlabeled?.contains(label) == true { return nil }
    throw unknown(text, rule, record)
  }

  private func unknown(_ text: String, _ rule: LabelRule, _ record: Record) -> InputProblem {
    let known = rule.classes.joined().map { "'\($0)'" }.joined(separator: ", ")
    let test = text == "-1" ? "; is this the test file, whose labels are hidden?" : ""
    return InputProblem(
      at: record.place.description,
      "label '\(rule.field)' is '\(text.prefix(40))'; it must be one of \(known)\(test)")
  }
}
