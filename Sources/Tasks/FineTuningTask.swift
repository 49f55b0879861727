import Vocabulary

/// The two parts that a data set comes in; train and dev are carved from the first.
package enum SourcePart: String, CaseIterable, Codable, Sendable {
  case train, validation
}

/// A task that a model is fine-tuned on: examples in two parts, and how they are learned.
package protocol FineTuningTask: Sendable {
  /// The catalogue name.
  var name: String { get }
  /// Bumped when a prompt or a generated example changes, so that old results do not count.
  var version: Int { get }
  var objective: Objective { get }
  /// What is reported of the predictions: accuracy, or F1 of generated answers.
  var metric: Metric { get }
  /// What ends the answers that are generated.
  var stop: AnswerStop { get }
  /// Whether examples are put into the form of the model's chat template (`TaskSample.framed`).
  var takesChatOfModel: Bool { get }
  /// All examples of a part in the order of their source.
  ///
  /// - Throws: what is wrong with which file and line; never for generated tasks.
  func examples(_ part: SourcePart) throws(InputProblem) -> [Example]
  /// The k-shot sample that is used instead of one carved from the training part; nil without.
  ///
  /// - Throws: as `examples`, and when a class has too few examples.
  func shots() throws(InputProblem) -> ShotSample?
}

extension FineTuningTask {
  package var metric: Metric { .accuracy }
  package var stop: AnswerStop { .line }
  package var takesChatOfModel: Bool { false }

  package func shots() throws(InputProblem) -> ShotSample? { nil }
}

/// A kind of task that a grid can name: how it is made from settings and data.
package protocol TaskFamily: Sendable {
  associatedtype S: Settings
  /// The name in grids: the task's name in lm-evaluation-harness where it has one.
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  /// The task; the data itself is read when examples are asked for.
  ///
  /// - Throws: a missing-input problem when the task needs data and has no directory.
  static func make(_ settings: S, data: DataDirectory?) throws(InputProblem) -> any FineTuningTask
}
