import Vocabulary

/// The two parts that a data set comes in; train and dev are carved from the first.
package enum SourcePart: String, CaseIterable, Codable, Sendable {
  case train, validation
}

/// A task that a model is fine-tuned on: examples in two parts, and how they are learned.
package protocol FineTuningTask: Sendable {
  /// The catalog name.
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

/// One example of a task: a text and the ways in which it may go on.
package struct Example: Hashable, Codable, Sendable {
  /// Text before the option.
  package var prompt: String
  /// What is appended to the prompt for each candidate, with its own leading space if any.
  package var options: [String]
  /// Index of the right option, the one that is learned.
  package var gold: Int
  /// The indices of all right options where there are several (ReCoRD), `gold` among them.
  package var accepted: [Int]?
  /// The accepted answers of a task whose answers are generated; its one option is the first of
  /// them as it is learned, with the line end that stops generation.
  package var answers: [String]?
  /// The prompt without the input, for calibration (SFC).
  package var withoutInput: String?
  /// What masked language models see, where that is not the prompt with a mask after it.
  package var masked: MaskedExample?

  package init(
    prompt: String, options: [String], gold: Int, accepted: [Int]? = nil,
    answers: [String]? = nil, withoutInput: String? = nil, masked: MaskedExample? = nil
  ) {
    self.prompt = prompt
    self.options = options
    self.gold = gold
    self.accepted = accepted
    self.answers = answers
    self.withoutInput = withoutInput
    self.masked = masked
  }

  /// Whether a prediction is right.
  package func isRight(_ option: Int) -> Bool { accepted?.contains(option) ?? (option == gold) }
}
