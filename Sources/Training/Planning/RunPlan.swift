import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Tokenizers
import Vocabulary

/// Everything about a cell at one seed that can be known before it runs: data, programs, bytes.
package struct RunPlan: Sendable {
  package let seeded: SeededCell
  package let resolution: Resolution
  package let sample: EncodedSample
  package let identity: Identity
  package let memory: MemoryForecast
  /// The searches at other seeds that choose its point; empty when it searches itself.
  package internal(set) var searches: [RunPlan] = []
  /// What it takes in the smallest turns, where no turns meet the budget.
  var leastBytes: Int?
  /// The other tasks that its weights are scored on.
  let others: [RunPlan]
  /// How large the training is in all, for counting.
  private let size: TrainingSize

  /// Examples evaluated together where nothing else is said.
  static let evaluationBatch = RunSettings.usualEvaluationBatch
  /// Answers generated together, at most: fewer, since each keeps its tokens' keys and values.
  static let answerBatch = 8

  package var run: RunSettings { resolution.cell.run }

  /// - Parameters:
  ///   - sized: the sample with how large its batches are.
  ///   - identity: of the resolved cell, the examples and the model.
  ///   - others: of other tasks, on which its weights are scored.
  init(
    _ seeded: SeededCell, _ resolution: Resolution, _ sized: SizedSample, identity: Identity,
    others: [RunPlan] = []
  ) {
    var seeded = seeded
    // What is stored says how the run was divided.
    if !seeded.cell.run.isDivided(as: resolution.cell.run) {
      seeded.cell.run.take(resolution.cell.run)
    }
    self.seeded = seeded
    self.resolution = resolution
    self.identity = identity
    sample = sized.sample
    size = resolution.size(of: sized, seed: seeded.seed)
    memory = MemoryForecast(resolution, sized, size).scoring(others)
    self.others = others
  }

  /// Numbers that train: those of the optimizer, or the rows that a probe writes.
  package var trainableCount: Int {
    guard resolution.scheme.learning == .probe, let head = resolution.network.probe else {
      return resolution.trainableCount
    }
    return ProbeData(sample.train).classes.count * head.columns
  }

  /// How the cell's hyper-parameters are searched.
  var search: PointSearch {
    PointSearch(resolution.cell, settings: resolution.cell.optimizer.settings)
  }

  /// The most trials that the run may make.
  package var trials: Int { searches.isEmpty ? search.most : 1 }

  /// Why the cell cannot be run although its parts are fine; nil if it can.
  var refusal: String? {
    guard resolution.scheme.learning == .probe else { return nil }
    return ProbeData(sample.train).refusal
  }

  /// The program of a training step.
  package func trainingProgram(_ optimizer: Optimizer) -> TrainingProgram {
    TrainingProgram(resolution, optimizer, resolution.objective, head: memory.head)
  }

  /// The cell's weights in memory; those that no trial writes from the pool.
  package func weights(from pool: WeightPool, ledger: Ledger) throws -> ParameterStore {
    try weights(frozen: resolution.frozen(from: pool), ledger: ledger)
  }

  /// The cell's weights in memory, at this seed.
  package func weights(frozen: [Int: FrozenTensor], ledger: Ledger) throws -> ParameterStore {
    try resolution.weights(frozen: frozen, seed: seeded.seed, ledger: ledger)
  }

  /// Floating-point operations of one trial's training steps.
  ///
  /// - Parameters:
  ///   - program: that of a step of `optimizer`.
  ///   - cost: the passes of the steps.
  func trainingFlops(
    _ optimizer: Optimizer, _ program: TrainingProgram, _ cost: StepCost
  ) -> Double {
    size.passes * program.flops(optimizer, cost, steps: run.steps, of: size.sum)
  }

  /// How the batches of a run pass over its training data.
  package var dataPass: DataPass { DataPass(examples: sample.train.count, batch: run.batch) }

  /// Passes of one trial's training steps.
  func trainingCost(_ optimizer: SuitedOptimizer) -> StepCost {
    optimizer.passes.cost(ofRun: run.steps, data: dataPass)
  }
}

/// What a run does otherwise than its settings say, because of its data: findings of every trial.
extension RunPlan {
  var notices: [HealthFinding] {
    [cutTexts, repeatedTexts, fewExamples, largeBatch, equivalentMethod, longTokenizer]
      .compactMap { $0 }
  }

  private var cutTexts: HealthFinding? {
    let counts = Split.allCases.compactMap { split in
      sample.cut[split].flatMap { $0 > 0 ? "\($0) of \(split.rawValue)" : nil }
    }
    guard !counts.isEmpty else { return nil }
    return HealthFinding(
      .cutTexts,
      "texts of " + counts.joined(separator: ", ") + " are longer than maxLength "
        + "\(resolution.maxLength) and lost tokens; raise maxLength if the model has the positions")
  }

  /// Of tasks that users describe: the others are as they were published.
  private var repeatedTexts: HealthFinding? {
    guard resolution.cell.task.definition != nil else { return nil }
    let repeated = sample.repeated
    var parts: [String] = []
    if repeated.tested > 0 {
      parts.append(
        "\(repeated.tested) of \(repeated.tests) test texts are training or development texts, so "
          + "that "
          + "the score is also of what was seen")
    }
    if repeated.contradicting > 0 {
      let texts = repeated.contradicting == 1 ? "text has" : "texts have"
      parts.append("\(repeated.contradicting) \(texts) several answers")
    }
    guard !parts.isEmpty else { return nil }
    return HealthFinding(
      .repeatedTexts, parts.joined(separator: "; ") + "; look for repeated rows in the task's files"
    )
  }

  /// A k-shot sample has its own sizes.
  private var fewExamples: HealthFinding? {
    let asked = [("train", run.train, sample.train.count), ("dev", run.dev, sample.dev.count)]
    let short = asked.filter { $0.2 < $0.1 }.map {
      "\($0.0) has \($0.2) examples instead of \($0.1)"
    }
    guard !short.isEmpty, !sample.isGivenShots else { return nil }
    return HealthFinding(
      .fewExamples, short.joined(separator: ", ") + ": the data has no more")
  }

  /// A method whose own idea needs a longer run is no method of its own in this one.
  private var equivalentMethod: HealthFinding? {
    guard resolution.scheme.learning == .steps,
      let optimizer = try? resolution.optimizer(at: [:]),
      let other = optimizer.equivalent(over: Stretch(ofRun: run.steps, data: dataPass)),
      other != resolution.cell.optimizer.name
    else { return nil }
    return HealthFinding(
      .equivalentMethod,
      "in \(run.steps) steps '\(resolution.cell.optimizer.name)' does what \(other) does: compare "
        + "it only in a run of more epochs")
  }

  private var longTokenizer: HealthFinding? {
    guard let surplus = resolution.model.tokenizer?.surplus else { return nil }
    return HealthFinding(
      .longTokenizer,
      "the tokenizer has \(surplus.count) token\(surplus.count == 1 ? "" : "s") that the model has "
        + "not, '\(surplus.first)'\(surplus.count == 1 ? "" : " first"); no text of this run has "
        + "\(surplus.count == 1 ? "it" : "one of them")")
  }

  private var largeBatch: HealthFinding? {
    guard resolution.scheme.learning == .steps, run.batch > sample.train.count else { return nil }
    return HealthFinding(
      .largeBatch,
      "the batch of \(run.batch) is all \(sample.train.count) training examples: there are no more")
  }
}
