import Vocabulary

extension TaskDescription {
  /// Reads a description that was written as plain values, as in a user's file.
  ///
  /// `prompt`, `options` and `withoutInput` may stand at the top instead of a list of `prompts`,
  /// and one text wherever several may be.
  ///
  /// - Throws: everything that is missing, of another kind, not known, or does not go together.
  package init(_ value: SettingValue) throws(ValueProblems) {
    var reader = DescriptionReader()
    let read = reader.task(value)
    let mismatches = read?.check() ?? []
    let problems = reader.problems + mismatches.map { Self.placed($0, in: value) }
    guard let read, problems.isEmpty else { throw ValueProblems(problems) }
    self = read
  }

  /// The problem where it was written: the only prompt may stand at the top.
  private static func placed(_ problem: ValueProblem, in value: SettingValue) -> ValueProblem {
    guard case .map(let top) = value, top["prompts"] == nil else { return problem }
    var problem = problem
    problem.path = problem.path.replacing("prompts[0].", with: "")
    return problem
  }

  /// Everything that is said of the task, with its defaults, but for its summary.
  var content: SettingValue {
    get throws(ValueProblems) {
      var task = self
      task.summary = ""
      do {
        return try SettingValue(encoding: task)
      } catch {
        throw ValueProblems([ValueProblem("", "cannot be written down: \(error)")])
      }
    }
  }
}

extension DescriptionReader {
  fileprivate mutating func task(_ value: SettingValue) -> TaskDescription? {
    let top = members(
      Part(content: value, path: ""), required: ["name", "files", "answer"],
      optional: [
        "summary", "version", "layout", "fields", "prompts", "prompt", "options", "withoutInput",
        "masked", "objective", "metric", "stop",
      ])
    guard let top else { return nil }
    let answer = answer(top.part("answer", of: ""))
    let isGenerated = answer?.isGenerated == true
    let prompts = prompts(top)
    let name = name(top.part("name", of: ""))
    let files = files(top.part("files", of: ""))
    let summary = text(top.part("summary", of: ""))
    let version = count(top.part("version", of: ""), least: 1)
    let layout = choice(top.part("layout", of: ""), of: RowLayout.allCases)
    let fields = fields(top.part("fields", of: ""))
    let masked = masked(top.part("masked", of: ""))
    let objective: Objective? = choice(
      top.part("objective", of: ""), of: isGenerated ? [.language] : [.classification, .language])
    let metric: Metric? = choice(
      top.part("metric", of: ""), of: isGenerated ? [.f1, .exactMatch] : [.accuracy])
    let stop = choice(top.part("stop", of: ""), of: AnswerStop.allCases)
    guard let name, let files, let answer, let prompts else { return nil }
    return TaskDescription(
      name, summary: summary ?? "Described in a file", version: version ?? 1, files: files,
      layout: layout ?? .rows, fields: fields ?? [:], prompts: prompts, answer: answer,
      masked: masked, objective: objective ?? (isGenerated ? .language : .classification),
      metric: metric ?? (isGenerated ? .f1 : .accuracy), stop: stop ?? .line)
  }

  /// A name that can stand in a grid, a filter and a file's name.
  mutating func name(_ part: Part) -> String? {
    guard let name = text(part) else { return nil }
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
          || "-_.".unicodeScalars.contains($0))
    }
    guard isPlain, (1...64).contains(name.count), name.first != ".", name.first != "-" else {
      report(
        part.path, "must be 1 to 64 letters, digits, '-', '_' or '.', and begin with none of '-.'")
      return nil
    }
    if TaskCatalog.all.contains(where: { $0.name == name }) {
      report(part.path, "'\(name)' is a task of the program; choose another name")
    }
    return name
  }

  private mutating func files(_ part: Part) -> DataFiles? {
    let members = members(
      part, required: ["train", "validation"],
      optional: ["shotSource", "shotFolder", "format", "columns"])
    guard let members else { return nil }
    let train = paths(members.part("train", of: part.path))
    let validation = paths(members.part("validation", of: part.path))
    let shotSource = paths(members.part("shotSource", of: part.path))
    let shotFolder = paths(members.part("shotFolder", of: part.path))?.first
    let format = choice(members.part("format", of: part.path), of: FileFormat.allCases)
    let columns = texts(members.part("columns", of: part.path))
    guard let train, let validation else { return nil }
    if let shared = DataFiles.shared(train, validation) {
      report(
        "\(part.path).validation",
        "'\(shared.prefix(80))' is the training file, too; name a file of other examples")
    }
    return DataFiles(
      train: train, validation: validation, shotSource: shotSource, shotFolder: shotFolder,
      format: format, columns: columns)
  }

  private mutating func paths(_ part: Part) -> [String]? {
    guard let paths = texts(part) else { return nil }
    for path in paths {
      if path.hasPrefix("/") || path.hasPrefix("~") {
        report(part.path, "'\(path)' must be a path inside the data directory (--data, 'data:')")
      } else if let problem = DataFiles.problem(of: path) {
        report(part.path, "'\(path.prefix(80))' \(problem)")
      }
    }
    return paths
  }

  private mutating func fields(_ part: Part) -> [String: [String]]? {
    guard let content = part.content else { return nil }
    guard case .map(let members) = content else {
      report(
        part.path, "must be a mapping of the templates' names to the files', not \(content.kind)")
      return nil
    }
    return members.keys.sorted().reduce(into: [:]) { fields, key in
      fields[key] = texts(members.part(key, of: part.path))
    }
  }
}

extension TaskDescription {
  /// What does not go together, each with the way to it.
  func check() -> [ValueProblem] {
    prompts.indices.flatMap { problems(of: prompts[$0], at: $0) + meaning(of: prompts[$0], at: $0) }
      + classProblems() + maskedProblems()
  }

  private func problems(of prompt: PromptTemplate, at index: Int) -> [ValueProblem] {
    // A problem of the one prompt at the top has no such path and stands at the file's beginning.
    let path = "prompts[\(index)]"
    var problems: [ValueProblem] = []
    func look(_ text: String, _ path: String) {
      do throws(InputProblem) {
        _ = try TextTemplate(text, of: name)
      } catch {
        problems.append(ValueProblem(path, error.message))
      }
    }
    look(prompt.prompt, "\(path).prompt")
    look(prompt.withoutInput, "\(path).withoutInput")
    for (number, option) in prompt.options.enumerated() {
      look(option, "\(path).options[\(number)]")
    }
    let count = prompt.options.count
    if !answer.hasClasses, count != 1 {
      problems.append(ValueProblem("\(path).options", "there are \(count) options; one is needed"))
    }
    return problems
  }

  /// Every label has as many classes as every prompt has options.
  private func classProblems() -> [ValueProblem] {
    guard case .label(let rules) = answer, let first = rules.first else { return [] }
    let wanted = first.classes.count
    var problems: [ValueProblem] = []
    if wanted < 2 {
      problems.append(ValueProblem("answer.label", "a label needs at least two classes"))
    }
    if rules.contains(where: { $0.classes.count != wanted }) {
      problems.append(ValueProblem("answer.label", "all labels must have as many classes"))
    }
    for (index, prompt) in prompts.enumerated() where prompt.options.count != wanted {
      problems.append(
        ValueProblem(
          "prompts[\(index)].options",
          "there are \(prompt.options.count) options for \(wanted) classes"))
    }
    for rule in rules {
      let spellings = rule.classes.joined().map { $0.lowercased() }
      if Set(spellings).count < spellings.count {
        problems.append(
          ValueProblem("answer.label", "a spelling of '\(rule.field)' stands for two classes"))
      }
    }
    return problems
  }

  private func maskedProblems() -> [ValueProblem] {
    guard let masked else { return [] }
    var problems: [ValueProblem] = []
    do throws(InputProblem) {
      _ = try MaskedPrompt(masked, of: name)
    } catch {
      problems.append(ValueProblem("masked.pattern", error.message))
    }
    for (index, prompt) in prompts.enumerated() where masked.words.count != prompt.options.count {
      problems.append(
        ValueProblem(
          "masked.words",
          "there are \(masked.words.count) words for \(prompt.options.count) options of prompt "
            + "\(index)"))
    }
    return problems
  }
}

/// Tasks that users define in files, with the settings that described tasks have.
package struct TaskDefinitions: DefinitionReader {
  package init() {}

  package func isForeign(_ keys: Set<String>) -> Bool { !HarnessTask.marks.isDisjoint(with: keys) }

  package func definition(_ content: SettingValue) throws(ValueProblems) -> Definition {
    if HarnessTask.isMeant(by: content) {
      let task = try HarnessTask(content)
      return Definition(
        ComponentDescription(
          name: task.name, summary: "A task of lm-evaluation-harness",
          settings: PromptSettings.declarations),
        content: task.content)
    }
    let task = try TaskDescription(content)
    return Definition(
      ComponentDescription(
        name: task.name, summary: task.summary, settings: PromptSettings.declarations),
      content: try task.content)
  }
}
