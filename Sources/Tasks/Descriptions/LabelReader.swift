import Vocabulary

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
    if rule.unlabelled?.contains(label) == true { return nil }
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
