import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Vocabulary

/// Everything about a cell at one seed that can be known before it runs: data, programs, bytes.
package struct RunPlan: Sendable {
  package let seeded: SeededCell
  package let resolution: Resolution
  package let sample: EncodedSample
  package let identity: Identity
  package let memory: MemoryForecast
  /// Σ over the training batches of tokens, for counting.
  private let trainingExtents: Extents

  /// Examples evaluated together.
  static let evaluationBatch = 32
  /// Answers generated together: fewer, since each keeps its tokens' keys and values.
  static let answerBatch = 8

  package var run: RunSettings { resolution.cell.run }

  init(_ seeded: SeededCell, _ resolution: Resolution, _ sample: EncodedSample) {
    self.seeded = seeded
    self.resolution = resolution
    let sample = sample.following(resolution.network.virtualTokens)
    self.sample = sample
    identity = resolution.identity(of: sample, seed: seeded.seed)
    let training = TrainingSize(sample, resolution, seed: seeded.seed)
    trainingExtents = training.sum
    var memory = MemoryForecast(
      resolution: resolution, objective: resolution.objective, head: sample.head,
      trainingCapacity: training.capacity, evaluationCapacity: Self.evaluation(sample))
    memory.dataCapacity = training.dataCapacity
    memory.answerRoom = Self.answers(sample, resolution)
    memory.trainedAnswerRoom = training.answerRoom
    let probed = ProbeData(sample.train)
    memory.probeCapacity = probed.capacity
    memory.probedTokens = probed.count
    memory.probedClasses = probed.classes.count
    self.memory = memory
  }

  /// Numbers that train: those of the optimizer, or the rows that a probe writes.
  package var trainableCount: Int {
    guard resolution.scheme.learning == .probe, let head = resolution.network.probe else {
      return resolution.trainableCount
    }
    return ProbeData(sample.train).classes.count * head.columns
  }

  /// Why the cell cannot be run although its parts are fine; nil if it can.
  var refusal: String? {
    guard resolution.scheme.learning == .probe else { return nil }
    return ProbeData(sample.train).refusal
  }

  private static func evaluation(_ sample: EncodedSample) -> Extents {
    let texts = sample.calibration?.texts ?? []
    return (sample.dev.evaluationBatches + sample.test.batches + texts.evaluationBatches)
      .reduce(Extents()) { $0.union($1) }
  }

  /// The room for the answers that are generated together.
  private static func answers(
    _ sample: EncodedSample, _ resolution: Resolution
  ) -> GenerationRoom {
    guard resolution.task.metric.isOfAnswers else { return GenerationRoom() }
    return (sample.dev.questionLengths + sample.test.questionLengths)
      .reduce(GenerationRoom()) { room, lengths in
        room.union(GenerationRoom(lengths: lengths, newTokens: resolution.newTokens))
      }
  }

  /// The examples of each evaluation batch.
  static func batches(of count: Int) -> [Range<Int>] {
    ranges(of: count, by: evaluationBatch)
  }

  /// The examples whose answers are generated together.
  static func answerBatches(of count: Int) -> [Range<Int>] { ranges(of: count, by: answerBatch) }

  private static func ranges(of count: Int, by size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// The program of a training step.
  package func trainingProgram(_ optimizer: Optimizer) -> TrainingProgram {
    TrainingProgram(resolution, optimizer, resolution.objective, head: sample.head)
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
  func trainingFlops(_ optimizer: Optimizer) -> Double {
    let cost = trainingCost(optimizer)
    // A backward pass comes with its forward pass, a tangent with two: neither is a probe.
    let others = cost.backwards + (optimizer.needsTangent ? 2 * run.steps : 0)
    let probes = (cost.forwards - others) / max(run.steps, 1)
    return trainingProgram(optimizer).flops(trainingExtents, probes: probes)
  }

  /// How the batches of a run pass over its training data.
  package var dataPass: DataPass { DataPass(examples: sample.train.count, batch: run.batch) }

  /// Passes of one trial's training steps.
  func trainingCost(_ optimizer: Optimizer) -> StepCost {
    optimizer.cost(
      over: run.steps, resolution.layout, trainable: resolution.trainable, data: dataPass)
  }

  /// Tokens of one pass over every training batch.
  var trainingTokens: Int { trainingExtents.tokens }
}
