import Vocabulary

/// A multiple-choice task as a file of lm-evaluation-harness describes it.
///
/// Gao et al. 2024 (https://zenodo.org/records/12608602); its `docs/task_guide.md`. What is said of a
/// row in Jinja is a template of our subset (`JinjaTemplate`); what would need Python is refused.
package struct HarnessTask: Hashable, Sendable {
  /// What a row may answer with.
  package enum Choices: Hashable, Sendable {
    /// The same of every row.
    case fixed([String])
    /// The name of a field with a list, or a template that gives one.
    case source(String)
  }
  /// Which of the choices is right.
  package enum Target: Hashable, Sendable {
    case index(Int)
    /// The name of a field with an index, a text or a list of such, or a template that gives one.
    case source(String)
  }

  package var name: String
  /// Where the splits lie in the data directory, and their form.
  package var files: DataFiles
  /// What stands before the text of every row: a template.
  package var description: String
  /// The name of a field, or a template.
  package var text: String
  package var choices: Choices
  package var target: Target
  /// Between the text and a choice.
  package var delimiter: String
}

extension HarnessTask {
  /// Keys by which files of lm-evaluation-harness are told from our own.
  package static let marks: Set<String> = [
    "doc_to_text", "doc_to_target", "doc_to_choice", "dataset_path", "output_type", "use_prompt",
  ]

  /// Whether a file's content is such a task.
  package static func isMeant(by content: SettingValue) -> Bool {
    guard case .map(let members) = content else { return false }
    return !marks.isDisjoint(with: members.keys)
  }

  /// Files with fixed choices have classes; others learn the right choice as text, as COPA does.
  var objective: Objective {
    if case .fixed = choices { .classification } else { .language }
  }

  /// What each option is called; nil where options differ from row to row.
  var classes: [String]? {
    if case .fixed(let texts) = choices { texts } else { nil }
  }

  /// Everything that is said of the task, in the harness's own words.
  ///
  /// The same for files that mean the same. `metric` is what reports look for.
  var content: SettingValue {
    var members: [String: SettingValue] = [
      "task": .text(name), "dataset_path": .text(files.format == .tsv ? "csv" : "json"),
      "training_split": .text("train"), "test_split": .text("test"),
      "description": .text(description), "doc_to_text": .text(text),
      "target_delimiter": .text(delimiter), "output_type": .text("multiple_choice"),
      "metric": .text(Metric.accuracy.rawValue),
    ]
    var kwargs: [String: SettingValue] = [
      "data_files": .map([
        "train": .text(files.train.first ?? ""), "test": .text(files.validation.first ?? ""),
      ])
    ]
    if files.format == .csv { members["dataset_path"] = .text("csv") }
    if files.format == .tsv {
      (kwargs["delimiter"], kwargs["quoting"]) = (.text("\t"), .integer(3))
    }
    members["dataset_kwargs"] = .map(kwargs)
    switch choices {
    case .fixed(let texts): members["doc_to_choice"] = .list(texts.map { .text($0) })
    case .source(let text): members["doc_to_choice"] = .text(text)
    }
    switch target {
    case .index(let index): members["doc_to_target"] = .integer(index)
    case .source(let text): members["doc_to_target"] = .text(text)
    }
    return .map(members)
  }
}
