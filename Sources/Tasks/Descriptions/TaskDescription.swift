import Vocabulary

/// A task as a plain value: where its data lies, how a row reads, what is asked and learned.
///
/// Every task of the catalogue is one of these; users write their own in a file
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
