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
  func scores(_ examples: [EncodedExample]) -> [Scores] {
    StepBatch.ranges(of: examples.count, by: size).flatMap { scores(examples[$0]) }
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

/// The questions without their inputs that scores are calibrated by, each different one once.
struct CalibrationTexts: Sendable {
  private(set) var texts: [EncodedExample] = []
  private var ofSplits: [Split: [Int]] = [:]

  /// - Parameter encode: makes ids of a question without its input, demonstrations before it if
  ///   they belong there.
  /// - Throws: a problem when the task has no such question, or it has no ids to predict from.
  init(
    _ sample: TaskSample, encode: (Example) throws(InputProblem) -> EncodedExample
  ) throws(InputProblem) {
    var known: [EncodedExample: Int] = [:]
    for split in [Split.dev, .test] {
      var places: [Int] = []
      for example in sample[split] {
        guard let question = example.calibration else {
          throw InputProblem(
            at: "calibration", "the task has no question without its input; use 'none'")
        }
        let encoded = try encode(question)
        let place = known[encoded] ?? texts.count
        if place == texts.count { texts.append(encoded) }
        known[encoded] = place
        places.append(place)
      }
      ofSplits[split] = places
    }
  }

  /// For each example of a split, the number of its text.
  func places(_ split: Split) -> [Int] { ofSplits[split] ?? [] }

  func mapped(_ change: (EncodedExample) -> EncodedExample) -> CalibrationTexts {
    var result = self
    result.texts = texts.map(change)
    return result
  }
}
