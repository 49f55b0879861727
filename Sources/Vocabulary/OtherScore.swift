/// What a trial's first and best weights score on a task that it does not train on.
package struct OtherScore: Hashable, Codable, Sendable {
  package var task: String
  /// The task's own, as `accuracy`.
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
