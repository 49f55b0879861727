import Experiments
import Foundation
import Graphs
import Models
import Tasks
import Tensors

/// Scores candidates and says which was right.
struct Evaluation: Sendable {
  var correct: [Bool] = []
  /// Mean loss over the examples (classification) or over the right candidates' tokens (language).
  var loss = 0.0

  var accuracy: Double {
    correct.isEmpty ? 0 : Double(correct.count { $0 }) / Double(correct.count)
  }
}

/// Evaluates weights on examples, in memory of its own that is gone afterwards.
struct Evaluator {
  let plan: RunPlan
  let weights: ParameterStore
  let ledger: Ledger

  /// Each candidate's score is the mean log-probability of its scored tokens; the first largest
  /// wins (MeZO, study part 4.4).
  func evaluate(_ examples: [EncodedExample]) throws(OutOfMemory) -> Evaluation {
    let program = EvaluationProgram(plan.resolution)
    let executor = try Executor(
      program.program, program.setting, weights: weights, capacity: plan.memory.evaluationCapacity,
      ledger: ledger)
    var evaluation = Evaluation()
    var total = 0.0
    var weight = 0.0
    for range in RunPlan.batches(of: examples.count) {
      executor.load(Packer.candidates(examples[range]))
      executor.run()
      let scores = executor.value(program.forward.scores).array.map(Double.init)
      var option = 0
      for example in examples[range] {
        let own = Array(scores[option..<option + example.candidates.count])
        option += own.count
        let (loss, share) = self.loss(own, example)
        total += loss
        weight += share
        evaluation.correct.append(Self.prediction(own) == example.gold)
      }
    }
    evaluation.loss = total / max(weight, 1)
    return evaluation
  }

  /// The loss of one example, and how much it weighs.
  private func loss(_ scores: [Double], _ example: EncodedExample) -> (Double, Double) {
    switch plan.sample.objective {
    case .classification:
      let top = scores.max() ?? 0
      let sum = scores.reduce(0) { $0 + exp($1 - top) }
      return (top + log(sum) - scores[example.gold], 1)
    case .language:
      let tokens = Double(example.candidates[example.gold].scored)
      return (-scores[example.gold] * tokens, tokens)
    }
  }

  private static func prediction(_ scores: [Double]) -> Int {
    scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) } ?? 0
  }
}
