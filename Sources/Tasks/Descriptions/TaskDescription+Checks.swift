import Vocabulary

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
