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
  /// Called before every batch; what it throws ends the evaluation.
  private let checkInterruption: () throws -> Void

  package init(
    plan: RunPlan, weights: ParameterStore, ledger: Ledger,
    checkInterruption: @escaping () throws -> Void = {}
  ) {
    self.plan = plan
    self.weights = weights
    self.ledger = ledger
    self.checkInterruption = checkInterruption
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
  /// - Throws: `OutOfMemory`, `NonFiniteEvaluation`, an `InputProblem` when answers need a
  ///   tokenizer that is missing, and what `checkInterruption` throws.
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
  /// their sum less that without the input; the first largest wins (MeZO, arXiv:2305.17333,
  /// appendix E).
  private func scored(_ examples: [EncodedExample], _ split: Split) throws -> [Prediction] {
    let scorer = try CandidateScorer(plan, weights: weights, ledger: ledger)
    let reference = try plan.sample.calibration.map { texts in
      let scores = try scorer.scores(texts.texts, checkInterruption)
      try NonFiniteEvaluation.check(scores, split, of: "the calibration of candidate")
      return texts.terms(split, scores.map(\.sums))
    }
    let scored = try scorer.scores(examples, checkInterruption)
    try NonFiniteEvaluation.check(scored, split, of: "the score of candidate")
    return scored.enumerated().map { index, scores in
      guard let reference else { return Prediction(means: scores.means, scores: scores.means) }
      let terms = reference[index]
      return Prediction(means: scores.means, scores: zip(scores.sums, terms).map { $0 - $1 })
    }
  }

  private func answers(_ examples: [EncodedExample], _ split: Split) throws -> [String] {
    let scorer = try AnswerScorer(
      plan.resolution.answerProgram(), plan.resolution, room: plan.memory.answerRoom,
      weights: weights, ledger: ledger)
    return try StepBatch.ranges(
      of: examples.count, by: plan.resolution.answerBatch
    ).flatMap { range in
      try checkInterruption()
      let answers = scorer.answers(examples[range].compactMap(\.question))
      guard scorer.wasFinite else {
        throw NonFiniteEvaluation(
          split: split, index: range.lowerBound, subject: "a logit of an answer", value: .nan)
      }
      return answers
    }
  }
}

/// What an evaluation found.
package struct Evaluation: Sendable {
  /// Whether the predicted candidate was right, or the generated answer one of the accepted.
  package internal(set) var correct: [Bool] = []
  /// F1 of each generated answer; nil where candidates are scored.
  var f1: [Double]?
  /// Mean loss over the examples (classification) or over the right candidates' tokens (language).
  var loss = 0.0

  private var share: Double {
    correct.isEmpty ? 0 : Double(correct.count { $0 }) / Double(correct.count)
  }

  /// Everything that can be reported; numbers that are not finite are left out.
  package var metrics: [Metric: Double] {
    var metrics: [Metric: Double] = [.loss: loss]
    if let f1 {
      metrics[.f1] = f1.isEmpty ? 0 : f1.reduce(0, +) / Double(f1.count)
      metrics[.exactMatch] = share
    } else {
      metrics[.accuracy] = share
    }
    return metrics.filter { $0.value.isFinite }
  }

  /// The number that development data is judged by.
  func score(_ metric: Metric) -> Double { metrics[metric] ?? 0 }
}

extension Metric {
  /// Whether it is about answers that are generated.
  var isOfAnswers: Bool { self == .f1 || self == .exactMatch }
}

extension Evaluation {
  /// Its metrics by their names.
  var named: [String: Double] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) })
  }
}

extension TestResult {
  package init(_ evaluation: Evaluation) {
    self.init(
      metrics: evaluation.named, examples: evaluation.correct.count, correct: evaluation.correct)
  }
}

/// A number of an evaluation that is not finite: no choice made by it means anything.
struct NonFiniteEvaluation: Error, CustomStringConvertible {
  var split: Split
  /// The example's index in its split, or of the prompt that scores are calibrated by.
  var index: Int
  /// What has the value: `the score of candidate 1`.
  var subject: String
  var value: Double

  var description: String {
    "\(split.rawValue) example \(index): \(subject) is \(value); look for weights that are not "
      + "finite, or that 'weights' or 'compute' cannot hold"
  }

  /// Refuses log-probabilities of which one is not finite.
  static func check(
    _ scores: [CandidateScorer.Scores], _ split: Split, of subject: String
  ) throws(NonFiniteEvaluation) {
    for (index, scores) in scores.enumerated() {
      guard let bad = scores.sums.firstIndex(where: { !$0.isFinite }) else { continue }
      throw NonFiniteEvaluation(
        split: split, index: index, subject: "\(subject) \(bad)", value: scores.sums[bad])
    }
  }
}
