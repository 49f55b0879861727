import Foundation
import Graphs
import Models
import Tasks
import Tensors
import Vocabulary

/// Evaluates weights on development or test examples, in memory of its own that is gone afterwards.
package struct Evaluator {
  let plan: RunPlan
  let weights: ParameterStore
  let ledger: Ledger

  package init(plan: RunPlan, weights: ParameterStore, ledger: Ledger) {
    self.plan = plan
    self.weights = weights
    self.ledger = ledger
  }

  /// The evaluation on development examples.
  ///
  /// - Throws: as `evaluation`.
  package func development() throws -> Evaluation { try evaluation(of: plan.sample.dev, .dev) }

  /// The only evaluation on test examples, of the weights of what was chosen.
  ///
  /// - Throws: as `evaluation`.
  func test(_ chosen: consuming Chosen) throws -> Evaluation {
    try evaluation(of: plan.sample.test.opened(by: chosen), .test)
  }

  /// Scores the candidates of every example, then generates answers where the task asks for them.
  ///
  /// - Throws: `OutOfMemory`, `NonFiniteEvaluation`, and an `InputProblem` when answers need a
  ///   tokenizer that is missing.
  private func evaluation(of examples: [EncodedExample], _ split: Split) throws -> Evaluation {
    var evaluation = try scored(examples, split)
    guard plan.resolution.task.metric.isOfAnswers else { return evaluation }
    let scores = try answers(examples, split)
    evaluation.correct = scores.map(\.exactMatch)
    evaluation.f1 = scores.map(\.f1)
    return evaluation
  }

  /// Each candidate's score is the mean log-probability of its scored tokens, or with calibration
  /// their sum less that without the input; the first largest wins (MeZO, study part 4.4).
  private func scored(_ examples: [EncodedExample], _ split: Split) throws -> Evaluation {
    let scorer = try CandidateScorer(plan, weights: weights, ledger: ledger)
    let reference = try plan.sample.calibration.map { texts in
      let scores = scorer.scores(texts.texts)
      try NonFiniteEvaluation.check(scores, split, of: "the calibration of candidate")
      return (sums: scores.map(\.sums), places: texts.places(split))
    }
    let scored = scorer.scores(examples)
    try NonFiniteEvaluation.check(scored, split, of: "the score of candidate")
    var evaluation = Evaluation()
    var (total, weight) = (0.0, 0.0)
    for (index, (example, scores)) in zip(examples, scored).enumerated() {
      let (loss, share) = loss(scores.means, example)
      total += loss
      weight += share
      var compared = scores.means
      if let reference {
        compared = zip(scores.sums, reference.sums[reference.places[index]]).map { $0 - $1 }
      }
      evaluation.correct.append(example.isRight(EncodedExample.prediction(compared)))
    }
    evaluation.loss = total / max(weight, 1)
    return evaluation
  }

  /// The loss of one example, and how much it weighs: every token the same in a language model's.
  private func loss(_ scores: [Double], _ example: EncodedExample) -> (Double, Double) {
    guard plan.sample.objective == .classification else {
      let tokens = Double(example.candidates[example.gold].scored)
      return (-scores[example.gold] * tokens, tokens)
    }
    let top = scores.max() ?? 0
    let sum = scores.reduce(0) { $0 + exp($1 - top) }
    return (top + log(sum) - scores[example.gold], 1)
  }

  private func answers(_ examples: [EncodedExample], _ split: Split) throws -> [AnswerScore] {
    let scorer = try AnswerScorer(
      plan.resolution.answerProgram(), plan.resolution, room: plan.memory.answerRoom,
      weights: weights, ledger: ledger)
    return try RunPlan.answerBatches(of: examples.count).flatMap { range in
      let scores = scorer.scores(examples[range].compactMap(\.question))
      guard scorer.wasFinite else {
        throw NonFiniteEvaluation(
          split: split, index: range.lowerBound, subject: "a logit of an answer", value: .nan)
      }
      return scores
    }
  }
}
