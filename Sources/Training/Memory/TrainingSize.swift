import Graphs
import Optimizers
import Tasks
import Vocabulary

/// How large the batches of a training are, from the order in which a seed draws examples.
struct TrainingSize: Sendable {
  /// Holds every batch.
  private(set) var capacity = Extents()
  /// Holds every batch of a pass over all training data in its order.
  private(set) var dataCapacity = Extents()
  /// All batches one after the other.
  private(set) var sum = Extents()
  /// Holds the answers to every batch's questions, where training generates them.
  private(set) var answerRoom = GenerationRoom()

  init(_ sample: EncodedSample, _ resolution: Resolution, seed: Int) {
    let (run, objective) = (resolution.cell.run, resolution.objective)
    let each = sample.train.map { Packer.training([$0], objective).extents }
    let pass = DataPass(examples: each.count, batch: run.batch)
    for range in pass.ranges where !each.isEmpty {
      let batch = each[range].reduce(Extents()) { $0.appending($1) }
      dataCapacity = dataCapacity.union(batch)
    }
    var order = BatchOrder(seed: seed, sample, batch: run.batch)
    for step in 0..<run.steps {
      let numbers = order.examples(step: step)
      let batch = numbers.reduce(Extents()) { $0.appending(each[$1]) }
      capacity = capacity.union(batch)
      sum = sum.appending(batch)
      guard objective == .f1 else { continue }
      let lengths = numbers.compactMap { sample.train[$0].question?.ids.count }
      answerRoom = answerRoom.union(
        GenerationRoom(lengths: lengths, newTokens: resolution.newTokens))
    }
  }
}
