import Foundation
import Statistics
import Tasks
import Training
import Vocabulary

/// The score of predictions, as `zobench eval` prints it.
package struct EvaluationSummary: Codable, Sendable {
  /// Of the examples that one class is right for.
  package struct Class: Codable, Sendable {
    package var name: String
    package var examples: Int
    package var correct: Int
  }

  package var task: String
  package var metric: String
  package var score: Double
  /// Wilson's 95 % interval of the share that is right; nil for F1.
  package var low: Double?
  package var high: Double?
  package var examples: Int
  /// Every metric by its name.
  package var metrics: [String: Double]
  /// Nil where options differ from example to example.
  package var classes: [Class]?
  /// What is stored of the run, where a run was evaluated on its test split.
  package var stored: Double?
  /// Whether every stored prediction was right or wrong as it is now.
  package var equalsStored: Bool?

  /// - Parameter classes: what the options of every example are called; nil where they differ.
  package init(
    _ result: TestResult, task: String, metric: Metric, of examples: [Example],
    classes: [String]?, stored: TestResult? = nil
  ) {
    self.task = task
    self.metric = metric.rawValue
    score = result.metrics[metric.rawValue] ?? 0
    self.examples = result.examples
    metrics = result.metrics
    if metric == .accuracy {
      let interval = ConfidenceInterval(
        wilson: result.correct.count { $0 }, of: result.correct.count)
      (low, high) = (interval?.low, interval?.high)
    }
    self.classes = classes.map { names in
      names.enumerated().map { index, name in
        let own = zip(examples, result.correct).filter { $0.0.gold == index }
        return Class(name: name, examples: own.count, correct: own.count { $0.1 })
      }
    }
    guard let stored else { return }
    self.stored = stored.metrics[metric.rawValue]
    equalsStored = stored.correct == result.correct && stored.metrics == result.metrics
  }
}

extension RowAnswer {
  /// What is said of a row.
  ///
  /// - Parameters:
  ///   - example: the row as it was asked about.
  ///   - classes: what its options are called in data; nil where they differ from row to row.
  package init(_ prediction: Prediction, of example: Example, classes: [String]?) {
    if let answer = prediction.answer {
      self.init(
        prediction: answer.trimmingCharacters(in: .whitespacesAndNewlines), probability: nil)
      return
    }
    let (choice, probabilities) = (prediction.choice, prediction.probabilities)
    let option = example.options[choice].trimmingCharacters(in: .whitespacesAndNewlines)
    self.init(
      prediction: classes.map { $0[choice] } ?? option, probability: probabilities[choice],
      probabilities: classes == nil ? [] : probabilities)
  }
}
