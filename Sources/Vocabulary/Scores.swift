/// The score of a run: what its one test says in the metric that its task reports.
///
/// Reports, views and queries all read this; the database has it as two columns.
package struct TestScore: Hashable, Sendable {
  package var metric: Metric
  /// A share, 0 to 1.
  package var value: Double

  package init(metric: Metric, value: Double) {
    self.metric = metric
    self.value = value
  }
}

extension RunResult {
  /// The score, when the run completed and has a finite one.
  ///
  /// The metric is the one that the task's definition names, else accuracy, else F1.
  package var score: TestScore? {
    guard outcome == .completed, let metrics = test?.metrics,
      let metric = reported.first(where: { metrics[$0.rawValue] != nil }),
      let value = metrics[metric.rawValue], value.isFinite
    else { return nil }
    return TestScore(metric: metric, value: value)
  }

  private var reported: [Metric] {
    guard case .map(let definition)? = cell.cell.task.definition,
      case .text(let name)? = definition["metric"], let metric = Metric(rawValue: name)
    else { return [.accuracy, .f1] }
    return [metric]
  }
}

/// What a trial's first and best weights score on a task that it does not train on.
package struct OtherScore: Hashable, Codable, Sendable {
  package var task: String
  /// The task's own, for example `accuracy`.
  package var metric: String
  /// Of the first weights.
  package var before: Double
  /// Of the best on the development data of the task that is trained on.
  package var after: Double
  /// Development examples of the other task.
  package var examples: Int

  package init(task: String, metric: String, before: Double, after: Double, examples: Int) {
    self.task = task
    self.metric = metric
    self.before = before
    self.after = after
    self.examples = examples
  }
}
