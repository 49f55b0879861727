import Notation
import Vocabulary

/// Makes examples from rows as a file of lm-evaluation-harness says.
struct HarnessMaker: ExampleMaking {
  private let task: HarnessTask
  private let description: HarnessSource
  private let text: HarnessSource
  private let choices: HarnessSource?
  private let target: HarnessSource?
  private let chat: ChatFormat?
  /// Whether rows come from tables, whose cells are all texts.
  let isTable: Bool

  /// - Throws: a setting that a task of one prompt has not, or Jinja that is not of our subset.
  init(_ task: HarnessTask, _ settings: some TaskSettings) throws(InputProblem) {
    let place = "task '\(task.name)'"
    guard settings.template == 0 else {
      throw InputProblem(at: place, "'template' is \(settings.template); there is only 0")
    }
    self.task = task
    isTable = task.files.format != .jsonl
    chat = settings.chat.format
    do throws(FormatProblem) {
      description = try HarnessSource(task.description)
      text = try HarnessSource(task.text)
      choices = if case .source(let text) = task.choices { try HarnessSource(text) } else { nil }
      target = if case .source(let text) = task.target { try HarnessSource(text) } else { nil }
    } catch {
      throw InputProblem(at: "\(place), \(error.place)", error.message)
    }
  }

  func examples(_ records: [Record]) throws(InputProblem) -> [Example] {
    var examples: [Example] = []
    examples.reserveCapacity(records.count)
    for record in typed(records) { examples.append(try framed(record, isAnswered: true)) }
    return examples
  }

  func asked(_ record: Record) throws(InputProblem) -> (example: Example, isKnown: Bool) {
    let record = typed([record])[0]
    let names = target?.names ?? []
    let isAnswered = names.allSatisfy { record[$0]?.text?.isEmpty == false }
    return (try framed(record, isAnswered: isAnswered), isAnswered)
  }

  private func framed(_ record: Record, isAnswered: Bool) throws(InputProblem) -> Example {
    let row = HarnessRow(record)
    let texts = try options(row)
    let right = isAnswered ? try right(row, among: texts) : [0]
    var example = Example(
      prompt: try prompt(row), options: texts.map { task.delimiter + $0 }, gold: right[0])
    if right.count > 1 { example.accepted = right }
    return chat?.wrapping(example) ?? example
  }

  private func prompt(_ row: HarnessRow) throws(InputProblem) -> String {
    let text = try text.value(row)
    let shown = text.written
    // The harness takes a number for the place of the right one among several prompts.
    guard text.isShown, shown.isEmpty || !shown.unicodeScalars.allSatisfy(\.isDecimalDigit) else {
      throw row.problem(
        "'doc_to_text' gives \(shown.prefix(40)), which is no text; several prompts with one "
          + "answer are not supported")
    }
    let before = task.description.isEmpty ? "" : try description.value(row).written
    return before + shown
  }

  private func options(_ row: HarnessRow) throws(InputProblem) -> [String] {
    guard let choices else { return task.classes ?? [] }
    let texts = try choices.list(row).map(\.written)
    for (index, text) in texts.enumerated() where texts[..<index].contains(text) {
      throw row.problem("the choice '\(text.prefix(40))' stands twice")
    }
    return texts
  }

  /// The indices of the right choices; at least one.
  private func right(
    _ row: HarnessRow, among choices: [String]
  ) throws(InputProblem) -> [Int] {
    guard let target else {
      guard case .index(let index) = task.target else { return [0] }
      return [try place(.integer(index), row, choices)]
    }
    var found = try target.value(row)
    if case .text(let text) = found, !target.isName { found = meant(text, row) }
    guard case .list(let several) = found else { return [try place(found, row, choices)] }
    guard !several.isEmpty else { throw row.problem("'doc_to_target' gives an empty list") }
    return try several.map { value throws(InputProblem) in try place(value, row, choices) }
  }

  /// What the text of a template means: an index in digits, a list in brackets, else a choice.
  private func meant(_ text: String, _ row: HarnessRow) -> JinjaValue {
    if !text.isEmpty, text.unicodeScalars.allSatisfy(\.isDecimalDigit), let index = Int(text) {
      return .integer(index)
    }
    guard text.hasPrefix("["), text.hasSuffix("]"),
      let list = try? JinjaTemplate.literal(text)
    else { return .text(text) }
    return list
  }

  private func place(
    _ value: JinjaValue, _ row: HarnessRow, _ choices: [String]
  ) throws(InputProblem) -> Int {
    if case .text(let text) = value {
      guard let index = choices.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) else {
        let known = choices.map { "'\($0.prefix(40))'" }.joined(separator: ", ")
        throw row.problem(
          "'doc_to_target' gives the text '\(text.prefix(40))', which is none of \(known)")
      }
      return index
    }
    guard let index = value.index, choices.indices.contains(index) else {
      let hidden = value == .integer(-1) ? "; is this the test file, whose labels are hidden?" : ""
      throw row.problem(
        "'doc_to_target' gives \(value.written.prefix(40)); it must be 0 to \(choices.count - 1)"
          + hidden)
    }
    return index
  }
}

extension JinjaValue {
  /// The value as a choice's place; true is the second.
  fileprivate var index: Int? {
    switch self {
    case .integer(let value): value
    case .boolean(let value): value ? 1 : 0
    default: nil
    }
  }

  /// Whether the value can be shown as a prompt.
  fileprivate var isShown: Bool {
    if case .text = self { true } else { false }
  }
}

extension Unicode.Scalar {
  fileprivate var isDecimalDigit: Bool { properties.numericType == .decimal }
}
