import Vocabulary

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
