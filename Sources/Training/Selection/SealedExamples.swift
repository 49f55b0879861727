import Graphs
import Tasks
import Vocabulary

/// The encoded test examples, sealed: sizes are for forecasts, the examples for what was chosen.
struct SealedExamples: Sendable {
  private var examples: [EncodedExample]

  init(_ examples: [EncodedExample]) { self.examples = examples }

  /// The examples themselves; the choice is used up.
  func opened(by chosen: consuming Chosen) -> [EncodedExample] { examples }

  func mapped(_ change: (EncodedExample) -> EncodedExample) -> SealedExamples {
    SealedExamples(examples.map(change))
  }

  var count: Int { examples.count }

  /// What they take in memory.
  var byteCount: Int { examples.reduce(0) { $0 + $1.byteCount } }

  /// What batches of the examples are as large as.
  func batches(by size: Int) -> [Extents] { examples.evaluationBatches(by: size) }

  /// The lengths of the questions that are answered together.
  func questionLengths(by size: Int) -> [[Int]] { examples.questionLengths(by: size) }
}

extension [EncodedExample] {
  /// The extents of each evaluation batch.
  func evaluationBatches(by size: Int) -> [Extents] {
    StepBatch.ranges(of: count, by: size).map { Packer.candidates(self[$0]).extents }
  }

  /// The lengths of the questions that are answered together.
  func questionLengths(by size: Int) -> [[Int]] {
    StepBatch.ranges(of: count, by: size).map { self[$0].compactMap { $0.question?.ids.count } }
  }
}

/// The choice that development data made among trials: the key to the test examples.
///
/// It comes from finished trials only, cannot be copied, and is used up where the test examples are
/// read: so a run looks at them after its last choice, and once.
struct Chosen: ~Copyable {
  /// The index of the trial whose best weights are tested.
  let trial: Int

  private init(trial: Int) { self.trial = trial }

  /// Nil when no trial completed.
  static func among(_ trials: [TrialResult], by criterion: Criterion) -> Chosen? {
    index(among: trials, by: criterion).map { Chosen(trial: $0) }
  }

  /// The trial that is best on development data; a diverged trial never wins.
  static func index(among trials: [TrialResult], by criterion: Criterion) -> Int? {
    PointSearch.best(trials.map { $0.rank(by: criterion) })
  }
}

extension TrialResult {
  /// The larger, the better; nil when it may not be chosen.
  func rank(by criterion: Criterion) -> (Double, Double)? {
    isUsable ? best(by: criterion)?.rank(by: criterion) : nil
  }
}
