import Foundation
import Tasks
import Vocabulary

/// What weights say of one example.
package struct Prediction: Hashable, Sendable {
  /// The mean log-probability of each candidate's scored tokens.
  package var means: [Double]
  /// What candidates are compared by: the means, or with calibration the sums less those without
  /// the input.
  package var scores: [Double]
  /// The generated answer; nil where candidates are compared.
  package var answer: String?

  /// The candidate that is predicted.
  package var choice: Int { EncodedExample.prediction(scores) }

  /// The softmax of the scores: how probable each candidate is among them.
  package var probabilities: [Double] {
    let top = scores.max() ?? 0
    let weights = scores.map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

extension Evaluation {
  /// The score of predictions.
  ///
  /// - Parameters:
  ///   - examples: one for each prediction, in order.
  ///   - objective: the task's own, which decides how the loss weighs examples.
  init(_ predictions: [Prediction], of examples: [EncodedExample], _ objective: Objective) {
    var (total, weight) = (0.0, 0.0)
    var answers: [AnswerScore] = []
    for (prediction, example) in zip(predictions, examples) {
      let (loss, share) = Self.loss(prediction.means, example, objective)
      total += loss
      weight += share
      if let text = prediction.answer, let question = example.question {
        answers.append(AnswerScore(of: text, accepted: question.answers))
      } else {
        correct.append(example.isRight(prediction.choice))
      }
    }
    loss = total / max(weight, 1)
    guard !answers.isEmpty else { return }
    correct = answers.map(\.exactMatch)
    f1 = answers.map(\.f1)
  }

  /// The loss of one example, and how much it weighs: every token the same in a language model's.
  private static func loss(
    _ scores: [Double], _ example: EncodedExample, _ objective: Objective
  ) -> (Double, Double) {
    guard objective == .classification else {
      let tokens = Double(example.candidates[example.gold].scored)
      return (-scores[example.gold] * tokens, tokens)
    }
    let top = scores.max() ?? 0
    let sum = scores.reduce(0) { $0 + exp($1 - top) }
    return (top + log(sum) - scores[example.gold], 1)
  }
}
