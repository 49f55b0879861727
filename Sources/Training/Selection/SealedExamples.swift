import Graphs
import Tasks

/// The encoded test examples, sealed: sizes are for forecasts, the examples for what was chosen.
struct SealedExamples: Sendable {
  private var examples: [EncodedExample]

  init(_ examples: [EncodedExample]) { self.examples = examples }

  /// The examples themselves; the choice is used up.
  func opened(by chosen: consuming Chosen) -> [EncodedExample] { examples }

  func mapped(_ change: (EncodedExample) -> EncodedExample) -> SealedExamples {
    SealedExamples(examples.map(change))
  }

  /// What batches of the examples are as large as.
  var batches: [Extents] { examples.evaluationBatches }

  /// The lengths of the questions that are answered together.
  var questionLengths: [[Int]] { examples.questionLengths }
}

extension [EncodedExample] {
  /// The extents of each evaluation batch.
  var evaluationBatches: [Extents] {
    RunPlan.batches(of: count).map { Packer.candidates(self[$0]).extents }
  }

  /// The lengths of the questions that are answered together.
  var questionLengths: [[Int]] {
    RunPlan.answerBatches(of: count).map { self[$0].compactMap { $0.question?.ids.count } }
  }
}
