import Graphs
import Models
import Tasks
import Tensors
import Vocabulary

/// Log-probabilities of candidates, batch by batch, in memory of its own.
struct CandidateScorer {
  /// What is known of one example's candidates: natural log-probabilities of their scored tokens.
  struct Scores {
    var means: [Double]
    var sums: [Double]
  }

  private let program: EvaluationProgram
  private let executor: Executor
  /// Examples that are scored together.
  private let size: Int

  init(_ plan: RunPlan, weights: ParameterStore, ledger: Ledger) throws(OutOfMemory) {
    program = EvaluationProgram(plan.resolution)
    size = plan.resolution.evaluationBatch
    executor = try Executor(
      program.program, program.setting, weights: weights, capacity: plan.memory.evaluationCapacity,
      ledger: ledger)
  }

  /// One element per example, in order.
  ///
  /// - Parameter checkInterruption: called before every batch.
  func scores(
    _ examples: [EncodedExample], _ checkInterruption: () throws -> Void
  ) rethrows -> [Scores] {
    try StepBatch.ranges(of: examples.count, by: size).flatMap { range in
      try checkInterruption()
      return scores(examples[range])
    }
  }

  private func scores(_ batch: ArraySlice<EncodedExample>) -> [Scores] {
    executor.load(Packer.candidates(batch))
    executor.run()
    let all = executor.value(program.forward.scores).array.map(Double.init)
    var option = 0
    return batch.map { example in
      let means = Array(all[option..<option + example.candidates.count])
      option += means.count
      return Scores(
        means: means, sums: zip(means, example.candidates).map { $0 * Double($1.scored) })
    }
  }
}
