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

  /// The only look at test examples: with the weights of what was chosen, and with those that were
  /// its best at smaller budgets.
  ///
  /// - Parameters:
  ///   - best: the step whose weights are there, before and after.
  ///   - restore: puts the weights of a step in their place.
  /// - Throws: as `evaluation`.
  func test(
    _ chosen: consuming Chosen, _ readOuts: [ReadOut], best: Int?, restore: (Int) throws -> Void
  ) throws -> TestResult {
    let examples = plan.sample.test.opened(by: chosen)
    let whole = try evaluation(of: examples, .test)
    var scores = [best ?? -1: whole.named]
    for step in Set(readOuts.map(\.dev.step)).sorted() where scores[step] == nil {
      try restore(step)
      scores[step] = try evaluation(of: examples, .test).named
    }
    if scores.count > 1, let best { try restore(best) }
    var result = TestResult(whole)
    result.readOuts = readOuts.map { readOut in
      var readOut = readOut
      readOut.metrics = scores[readOut.dev.step] ?? [:]
      return readOut
    }
    return result
  }

  /// What the weights say of the examples in the place of the development data.
  ///
  /// - Throws: as `evaluation`.
  package func predictions() throws -> [Prediction] {
    try predictions(of: plan.sample.dev, .dev)
  }

  /// The score of what was predicted of the examples in the place of the development data.
  package func score(_ predictions: [Prediction]) -> Evaluation {
    Evaluation(predictions, of: plan.sample.dev, plan.sample.objective)
  }

  private func evaluation(of examples: [EncodedExample], _ split: Split) throws -> Evaluation {
    Evaluation(try predictions(of: examples, split), of: examples, plan.sample.objective)
  }

  /// Scores the candidates of every example, then generates answers where the task asks for them.
  ///
  /// - Throws: `OutOfMemory`, `NonFiniteEvaluation`, and an `InputProblem` when answers need a
  ///   tokenizer that is missing.
  private func predictions(
    of examples: [EncodedExample], _ split: Split
  ) throws -> [Prediction] {
    var predictions = try scored(examples, split)
    guard plan.resolution.task.metric.isOfAnswers else { return predictions }
    for (index, answer) in try answers(examples, split).enumerated() {
      predictions[index].answer = answer
    }
    return predictions
  }

  /// Each candidate's score is the mean log-probability of its scored tokens, or with calibration
  /// their sum less that without the input; the first largest wins (MeZO, study part 4.4).
  private func scored(_ examples: [EncodedExample], _ split: Split) throws -> [Prediction] {
    let scorer = try CandidateScorer(plan, weights: weights, ledger: ledger)
    let reference = try plan.sample.calibration.map { texts in
      let scores = scorer.scores(texts.texts)
      try NonFiniteEvaluation.check(scores, split, of: "the calibration of candidate")
      return (sums: scores.map(\.sums), places: texts.places(split))
    }
    let scored = scorer.scores(examples)
    try NonFiniteEvaluation.check(scored, split, of: "the score of candidate")
    return scored.enumerated().map { index, scores in
      guard let reference else { return Prediction(means: scores.means, scores: scores.means) }
      let sums = reference.sums[reference.places[index]]
      return Prediction(means: scores.means, scores: zip(scores.sums, sums).map { $0 - $1 })
    }
  }

  private func answers(_ examples: [EncodedExample], _ split: Split) throws -> [String] {
    let scorer = try AnswerScorer(
      plan.resolution.answerProgram(), plan.resolution, room: plan.memory.answerRoom,
      weights: weights, ledger: ledger)
    return try StepBatch.ranges(
      of: examples.count, by: plan.resolution.answerBatch
    ).flatMap { range in
      let answers = scorer.answers(examples[range].compactMap(\.question))
      guard scorer.wasFinite else {
        throw NonFiniteEvaluation(
          split: split, index: range.lowerBound, subject: "a logit of an answer", value: .nan)
      }
      return answers
    }
  }
}
