import Vocabulary

/// A task as a plain value: where its data lies, how a row reads, what is asked and learned.
///
/// Every task of the catalog is one of these; users write their own in a file
/// (`Tasks.docc/DefiningATask.md`).
package struct TaskDescription: Hashable, Encodable, Sendable {
  package var name: String
  /// One sentence for listings.
  package var summary: String
  /// Bumped when a prompt changes, so that old results do not count.
  package var version: Int
  package var files: DataFiles
  package var layout: RowLayout
  /// The names that the fields of the templates may have in files; their own when not listed.
  package var fields: [String: [String]]
  /// The versions of the prompt; setting `template` chooses one.
  package var prompts: [PromptTemplate]
  package var answer: AnswerRule
  package var masked: MaskedTemplate?
  package var objective: Objective
  package var metric: Metric
  /// What ends a generated answer.
  package var stop: AnswerStop

  package init(
    _ name: String, summary: String, version: Int = 1, files: DataFiles,
    layout: RowLayout = .rows, fields: [String: [String]] = [:], prompts: [PromptTemplate],
    answer: AnswerRule, masked: MaskedTemplate? = nil, objective: Objective = .classification,
    metric: Metric = .accuracy, stop: AnswerStop = .line
  ) {
    self.name = name
    self.summary = summary
    self.version = version
    self.files = files
    self.layout = layout
    self.fields = fields
    self.prompts = prompts
    self.answer = answer
    self.masked = masked
    self.objective = objective
    self.metric = metric
    self.stop = stop
  }
}

/// What can be read but cannot be meant.
extension TaskDescription {
  func meaning(of prompt: PromptTemplate, at index: Int) -> [ValueProblem] {
    let path = "prompts[\(index)]"
    var problems = foreign(prompt.prompt, "\(path).prompt")
    problems += foreign(prompt.withoutInput, "\(path).withoutInput")
    for (number, option) in prompt.options.enumerated() {
      problems += foreign(option, "\(path).options[\(number)]")
    }
    let fields = Self.fields(prompt.prompt)
    if problems.isEmpty, fields.isEmpty {
      problems.append(
        ValueProblem(
          "\(path).prompt", "reads no field, so that every example is the same; write {name}"))
    }
    return problems + leaks(prompt, path) + repeats(prompt, path)
  }

  /// Fields as other programs write them, which are literal text here.
  private func foreign(_ text: String, _ path: String) -> [ValueProblem] {
    if let found = text.firstMatch(of: /\{\{\s*([A-Za-z_][\w.\[\]'" |]*?)\s*\}\}/) {
      let name = found.1.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
      return [
        ValueProblem(path, "'\(found.0)' is a field as Jinja writes it; write {\(name)} here")
      ]
    }
    if let found = text.firstMatch(of: /\{%.*?%\}|\{#.*?#\}/) {
      return [ValueProblem(path, "'\(found.0)' is Jinja, which is not supported; write {name}")]
    }
    if let found = text.firstMatch(of: /%(\(\w+\))?[sdr](?![A-Za-z0-9])/) {
      let name = found.1.map { $0.dropFirst().dropLast() } ?? "name"
      return [
        ValueProblem(path, "'\(found.0)' is a field as printf writes it; write {\(name)} here")
      ]
    }
    return []
  }

  /// Names of the fields that a template reads; none of one that cannot be read.
  private static func fields(_ text: String) -> [String] {
    (try? TextTemplate(text, of: ""))?.fields ?? []
  }

  /// Fields of a row that say the right answer.
  private var answerFields: Set<String> {
    switch answer {
    case .label(let rules): Set(rules.map(\.field))
    case .candidates(let rule): Set([rule.right] + (fields[rule.right] ?? []))
    case .generated(let field): Set([field] + (fields[field] ?? []))
    }
  }

  /// The answer in a text that all options share, or in an option of a label.
  private func leaks(_ prompt: PromptTemplate, _ path: String) -> [ValueProblem] {
    var texts = [(prompt.prompt, "\(path).prompt"), (prompt.withoutInput, "\(path).withoutInput")]
    if answer.hasClasses {
      texts += prompt.options.enumerated().map { ($1, "\(path).options[\($0)]") }
    }
    return texts.compactMap { text, path in
      let name = Self.fields(text).first { name in
        !answerFields.isDisjoint(with: fields[name] ?? [name])
      }
      return name.map { ValueProblem(path, "field '{\($0)}' is the answer; leave it out") }
    }
  }

  private func repeats(_ prompt: PromptTemplate, _ path: String) -> [ValueProblem] {
    var seen: [String: Int] = [:]
    return prompt.options.enumerated().compactMap { number, option in
      guard let other = seen.updateValue(number, forKey: option.trimmingWhiteSpace) else {
        return nil
      }
      return ValueProblem("\(path).options[\(number)]", "is the same text as option \(other)")
    }
  }
}

extension TaskDescription {
  /// The same task on rows that the program makes: no files, a version of its own.
  func generated(_ name: String, _ summary: String) -> TaskDescription {
    var task = self
    task.name = name
    task.summary = summary
    task.version = 1
    task.files = DataFiles(train: [], validation: [])
    return task
  }
}

/// One version of a task's prompt.
package struct PromptTemplate: Hashable, Encodable, Sendable {
  /// The text before the option, with fields in braces: `{sentence|strip} It was`.
  package var prompt: String
  /// What is appended for each class or choice; tasks with candidates and generated answers have
  /// one option, in which `{candidate}` or the answers' field stands.
  package var options: [String]
  /// The prompt without the input, for calibration (SFC).
  package var withoutInput: String

  package init(_ prompt: String, options: [String], withoutInput: String = "") {
    self.prompt = prompt
    self.options = options
    self.withoutInput = withoutInput
  }
}
