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

  /// - Parameters:
  ///   - examples: each training example alone.
  ///   - questions: tokens of each example's question, where training generates answers.
  ///   - order: which examples make the batch of each step.
  ///   - newTokens: tokens of a generated answer.
  init(
    _ examples: [Extents], questions: [Int?]?, order: BatchOrder, _ run: RunSettings,
    newTokens: Int
  ) {
    let pass = DataPass(examples: examples.count, batch: run.batch)
    for range in pass.ranges where !examples.isEmpty {
      let batch = examples[range].reduce(Extents()) { $0.appending($1) }
      dataCapacity = dataCapacity.union(batch)
    }
    var order = order
    for step in 0..<run.steps {
      let numbers = order.examples(step: step)
      let batch = numbers.reduce(Extents()) { $0.appending(examples[$1]) }
      capacity = capacity.union(batch)
      sum = sum.appending(batch)
      guard let questions else { continue }
      answerRoom = answerRoom.union(
        GenerationRoom(lengths: numbers.compactMap { questions[$0] }, newTokens: newTokens))
    }
  }
}
