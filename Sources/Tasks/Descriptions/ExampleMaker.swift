import Vocabulary

/// Makes examples from rows as a description says.
struct ExampleMaker: ExampleMaking {
  private let task: TaskDescription
  private let prompt: TextTemplate
  private let options: [TextTemplate]
  private let withoutInput: TextTemplate
  private let masked: MaskedPrompt?
  private let chat: ChatFormat?

  /// - Throws: a template that cannot be read, or that does not fit the answers.
  init(_ task: TaskDescription, _ settings: some TaskSettings) throws(InputProblem) {
    let place = "task '\(task.name)'"
    guard task.prompts.indices.contains(settings.template) else {
      throw InputProblem(
        at: place, "'template' is \(settings.template); it must be 0 to \(task.prompts.count - 1)")
    }
    self.task = task
    let version = task.prompts[settings.template]
    prompt = try TextTemplate(version.prompt, of: task.name)
    withoutInput = try TextTemplate(version.withoutInput, of: task.name)
    options = try version.options.map { text throws(InputProblem) in
      try TextTemplate(text, of: task.name)
    }
    masked = try task.masked.map { template throws(InputProblem) in
      try MaskedPrompt(template, of: task.name)
    }
    chat = settings.chat.format
    try Self.check(task, options: options.count, at: place)
  }

  private static func check(
    _ task: TaskDescription, options: Int, at place: String
  ) throws(InputProblem) {
    try checkJudgement(of: task, at: place)
    guard case .label(let rules) = task.answer else {
      guard options == 1 else {
        throw InputProblem(at: place, "the prompt has \(options) options; one is needed")
      }
      return
    }
    for rule in rules where rule.classes.count != options {
      throw InputProblem(
        at: place,
        "label '\(rule.field)' has \(rule.classes.count) classes, the prompt \(options) options")
    }
    guard options > 1, !rules.isEmpty else {
      throw InputProblem(at: place, "a label needs at least two options")
    }
    if let words = task.masked?.words.count, words != options {
      throw InputProblem(at: place, "has \(words) masked words and \(options) options")
    }
  }

  /// What is generated is learned as language and judged by its words, what is chosen is not.
  private static func checkJudgement(
    of task: TaskDescription, at place: String
  ) throws(InputProblem) {
    let isGenerated = task.answer.isGenerated
    let objectives: [Objective] = isGenerated ? [.language] : [.classification, .language]
    guard objectives.contains(task.objective) else {
      throw InputProblem(
        at: place,
        "'objective' is \(task.objective.rawValue); it must be "
          + objectives.map(\.rawValue).joined(separator: " or "))
    }
    let metrics: [Metric] = isGenerated ? [.f1, .exactMatch] : [.accuracy]
    guard metrics.contains(task.metric) else {
      throw InputProblem(
        at: place,
        "'metric' is \(task.metric.rawValue); it must be "
          + metrics.map(\.rawValue).joined(separator: " or "))
    }
  }

  func examples(_ records: [Record]) throws(InputProblem) -> [Example] {
    var examples: [Example] = []
    examples.reserveCapacity(records.count)
    for record in records {
      if let example = try example(record) { examples.append(chat?.wrapping(example) ?? example) }
    }
    return examples
  }

  func asked(_ record: Record) throws(InputProblem) -> (example: Example, isKnown: Bool) {
    let fields = answerFields
    let isAnswered = fields.contains { record[$0]?.text?.isEmpty == false }
    if isAnswered, let example = try example(record) {
      return (chat?.wrapping(example) ?? example, true)
    }
    var record = record
    for field in fields { record.fields[field] = standIn(for: record) }
    guard let example = try example(record) else {
      throw InputProblem(at: record.place.description, "cannot be asked about")
    }
    return (chat?.wrapping(example) ?? example, false)
  }

  /// The names of the fields that may say what is right.
  private var answerFields: [String] {
    switch task.answer {
    case .label(let rules): rules.map(\.field)
    case .candidates(let rule): task.fields[rule.right] ?? [rule.right]
    case .generated(let field): task.fields[field] ?? [field]
    }
  }

  private func standIn(for record: Record) -> FieldValue {
    switch task.answer {
    case .label(let rules): return .text(rules.first?.classes.first?.first ?? "")
    case .candidates(let rule):
      let names = try? record.value(task.fields[rule.field] ?? [rule.field]).texts
      return names?.first.map { .text($0) } ?? .none
    case .generated: return .text("?")
    }
  }

  private func example(_ record: Record) throws(InputProblem) -> Example? {
    let row = NamedFields(record: record, names: task.fields)
    switch task.answer {
    case .label(let rules):
      guard let gold = try LabelReader(rules).label(record) else { return nil }
      let texts = try options.map { option throws(InputProblem) in try option.text(row) }
      return try example(row, texts, gold: gold)
    case .candidates(let rule): return try candidates(row, rule)
    case .generated(let field):
      guard let answers = try record.value(task.fields[field] ?? [field]).texts, !answers.isEmpty
      else { throw InputProblem(at: record.place.description, "'\(field)' has no answers") }
      let learned = try options[0].text(row, takesFirst: true)
      var example = try example(row, [learned], gold: 0)
      example.answers = answers
      example.withoutInput = nil
      return example
    }
  }

  private func example(
    _ row: NamedFields, _ options: [String], gold: Int
  ) throws(InputProblem) -> Example {
    Example(
      prompt: try prompt.text(row), options: options, gold: gold,
      withoutInput: try withoutInput.text(row), masked: try masked?.example(row))
  }

  /// The first right one among the candidates is learned.
  ///
  /// - Throws: a problem with the row's place when none is among them.
  private func candidates(
    _ row: NamedFields, _ rule: CandidateRule
  ) throws(InputProblem) -> Example {
    let record = row.record
    guard let names = try record.value(task.fields[rule.field] ?? [rule.field]).texts,
      let right = try record.value(task.fields[rule.right] ?? [rule.right]).texts, !right.isEmpty
    else {
      throw InputProblem(
        at: record.place.description,
        "'\(rule.field)' and '\(rule.right)' must be lists of texts, the second not empty")
    }
    guard let gold = right.lazy.compactMap({ names.firstIndex(of: $0) }).first else {
      throw InputProblem(
        at: record.place.description,
        "'\(right[0].prefix(60))' of '\(rule.right)' is none of the \(names.count) of "
          + "'\(rule.field)', among which it is chosen")
    }
    let texts = try names.map { name throws(InputProblem) in
      var row = row
      row.record.fields[TaskDescription.candidate] = .text(name)
      let text = try options[0].text(row)
      return rule.placeholder.map { text.replacing($0, with: name) } ?? text
    }
    let accepted = names.indices.filter { right.contains(names[$0]) }
    var example = try example(row, texts, gold: gold)
    if accepted.count > 1 { example.accepted = accepted }
    return example
  }
}

/// Makes examples from rows.
protocol ExampleMaking: Sendable {
  /// The examples of rows, in order; rows without a class are left out.
  ///
  /// - Throws: the first row that lacks a field or has an unknown label.
  func examples(_ records: [Record]) throws(InputProblem) -> [Example]
  /// The example of a row that may not say what is right; then an option stands in for it.
  func asked(_ record: Record) throws(InputProblem) -> (example: Example, isKnown: Bool)
}

/// What a user's own rows are read and asked by.
struct AskedTask {
  let needs: FieldNeeds
  let layout: RowLayout
  let maker: any ExampleMaking
  /// What the options of every row are called; nil where they differ from row to row.
  let classes: [String]?
  let metric: Metric
}

extension AskedTask {
  init(_ task: TaskDescription, _ settings: some TaskSettings) throws(InputProblem) {
    self.init(
      needs: try FieldNeeds(asking: task), layout: task.layout,
      maker: try ExampleMaker(task, settings), classes: task.classes, metric: task.metric)
  }

  init(_ task: HarnessTask, _ settings: some TaskSettings) throws(InputProblem) {
    self.init(
      needs: FieldNeeds(groups: [], keepsAll: true), layout: .rows,
      maker: try HarnessMaker(task, settings), classes: task.classes, metric: .accuracy)
  }
}
