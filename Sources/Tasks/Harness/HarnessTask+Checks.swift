import Notation
import Vocabulary

extension HarnessTask {
  /// Jinja that is not of our subset, and what can be read but cannot be meant.
  func check() -> [ValueProblem] {
    var problems: [ValueProblem] = []
    func source(_ text: String, _ key: String) -> HarnessSource? {
      do throws(FormatProblem) {
        return try HarnessSource(text)
      } catch {
        problems.append(ValueProblem(key, [error.place, error.message].joined(separator: ": ")))
        return nil
      }
    }
    _ = source(description, "description")
    let text = source(text, "doc_to_text")
    var chosen: Set<String> = []
    if case .source(let written) = choices, let source = source(written, "doc_to_choice") {
      chosen = source.names
      if source.isConstant {
        problems.append(
          ValueProblem("doc_to_choice", "is a text; write a list, or Jinja that gives one"))
      }
    }
    var answers: Set<String> = []
    if case .source(let written) = target, let source = source(written, "doc_to_target") {
      answers = source.isConstant ? [] : source.names.subtracting(chosen)
    }
    if text?.isConstant == true {
      problems.append(
        ValueProblem(
          "doc_to_text", "reads no field, so that every example is the same; write {{name}}"))
    }
    if let name = text?.names.intersection(answers).sorted().first {
      problems.append(
        ValueProblem("doc_to_text", "field '\(name)' is the answer; leave it out"))
    }
    return problems + choiceProblems()
  }

  private func choiceProblems() -> [ValueProblem] {
    guard case .fixed(let texts) = choices else { return [] }
    var problems = texts.indices.filter { texts[..<$0].contains(texts[$0]) }.map {
      ValueProblem("doc_to_choice[\($0)]", "the choice '\(texts[$0])' stands twice")
    }
    if texts.count < 2 {
      problems.append(ValueProblem("doc_to_choice", "a task needs at least two choices"))
    }
    if case .index(let index) = target, !texts.indices.contains(index) {
      problems.append(
        ValueProblem("doc_to_target", "is \(index); it must be 0 to \(texts.count - 1)"))
    }
    return problems
  }
}
