import Experiments
import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors

/// Everything about a cell at one seed that can be known before it runs: data, programs, bytes.
package struct RunPlan: Sendable {
  let seeded: SeededCell
  let resolution: Resolution
  let sample: EncodedSample
  let identity: Identity
  let memory: MemoryForecast
  /// Σ over the training batches of tokens, for counting.
  private let trainingExtents: Extents

  /// Examples evaluated together.
  static let evaluationBatch = 32

  var run: RunSettings { resolution.cell.run }

  init(_ seeded: SeededCell, _ resolution: Resolution, _ sample: EncodedSample) {
    self.seeded = seeded
    self.resolution = resolution
    self.sample = sample
    identity = Identity(
      of: SeededCell(resolution.cell, seed: seeded.seed), data: sample.digest,
      model: resolution.model.digest)
    let (capacity, sum) = Self.training(sample, resolution.cell.run, seeded.seed)
    trainingExtents = sum
    memory = MemoryForecast(
      resolution: resolution, objective: sample.objective, trainingCapacity: capacity,
      evaluationCapacity: Self.evaluation(sample.dev).union(Self.evaluation(sample.test)))
  }

  private static func training(
    _ sample: EncodedSample, _ run: RunSettings, _ seed: Int
  ) -> (Extents, Extents) {
    let each = sample.train.map { Packer.training([$0], sample.objective).extents }
    var order = BatchOrder(seed: seed, examples: each.count, batch: run.batch)
    var capacity = Extents()
    var sum = Extents()
    for step in 0..<run.steps {
      let batch = order.examples(step: step).reduce(Extents()) { $0.appending(each[$1]) }
      capacity = capacity.union(batch)
      sum = sum.appending(batch)
    }
    return (capacity, sum)
  }

  private static func evaluation(_ examples: [EncodedExample]) -> Extents {
    batches(of: examples.count).reduce(Extents()) { capacity, range in
      capacity.union(Packer.candidates(examples[range]).extents)
    }
  }

  /// The examples of each evaluation batch.
  static func batches(of count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: evaluationBatch).map { $0..<min($0 + evaluationBatch, count) }
  }

  /// The program of a training step.
  func trainingProgram(_ optimizer: Optimizer) -> TrainingProgram {
    TrainingProgram(resolution, optimizer, sample.objective)
  }

  /// The cell's weights in memory; those that no trial writes from the pool.
  package func weights(from pool: WeightPool, ledger: Ledger) throws -> ParameterStore {
    try resolution.weights(frozen: resolution.frozen(from: pool), ledger: ledger)
  }

  /// Floating-point operations of one trial's training steps.
  func trainingFlops(_ optimizer: Optimizer) -> Double {
    let graph = trainingProgram(optimizer).program.graph
    let passes = optimizer.needsGradient ? 1 : optimizer.cost.forwards
    return graph.flops(trainingExtents) * Double(passes)
  }

  /// Tokens of one pass over every training batch.
  var trainingTokens: Int { trainingExtents.tokens }
}

extension Extents {
  /// A batch after which another one is packed.
  func appending(_ other: Extents) -> Extents {
    var sum = self
    sum.tokens += other.tokens
    sum.scored += other.scored
    sum.picks += other.picks
    sum.options += other.options
    sum.examples += other.examples
    sum.segments += other.segments
    sum.pairs += other.pairs
    sum.largestPair = max(largestPair, other.largestPair)
    return sum
  }
}
