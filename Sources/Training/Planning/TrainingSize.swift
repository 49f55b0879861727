import Graphs
import Optimizers
import Tasks
import Vocabulary

/// How large the batches of a training are, from the order in which a seed draws examples.
struct TrainingSize: Sendable {
  /// Holds everything of a batch that is run together.
  private(set) var capacity = Extents()
  /// Holds everything that is run together of a pass over all training data in its order.
  private(set) var dataCapacity = Extents()
  /// Batches one after the other, and how often a training passes over them: once over all of its
  /// own, or many times over every example.
  private(set) var sum = Extents()
  private(set) var passes = 1.0
  /// Holds the answers to every batch's questions, where training generates them.
  private(set) var answerRoom = GenerationRoom()
  private let microBatch: Int

  /// Examples up to which the batches of a training are looked at one by one.
  ///
  /// Beyond, planning would take as long as the number of steps is large. Then the room is for
  /// the largest examples at once, which so many batches come close to.
  static let mostDrawn = 1 << 22

  /// - Parameters:
  ///   - examples: each training example alone.
  ///   - questions: tokens of each example's question, where training generates answers.
  ///   - order: which examples make the batch of each step.
  ///   - microBatch: examples of a batch that are run together.
  ///   - newTokens: tokens of a generated answer.
  init(
    _ examples: [Extents], questions: [Int?]?, order: BatchOrder, _ run: RunSettings,
    microBatch: Int, newTokens: Int
  ) {
    self.microBatch = microBatch
    let pass = DataPass(examples: examples.count, batch: run.batch)
    for range in pass.ranges where !examples.isEmpty {
      for batch in pieces(of: range.map { examples[$0] }) {
        dataCapacity = dataCapacity.union(batch)
      }
    }
    let answers = questions.map { questions in
      { (numbers: [Int]) in
        GenerationRoom(lengths: numbers.compactMap { questions[$0] }, newTokens: newTokens)
      }
    }
    if run.steps.times(order.size) <= Self.mostDrawn {
      look(at: run.steps, examples, order, answers)
    } else {
      bound(run.steps, examples, order, questions ?? [], answers)
    }
  }

  /// How often something of a batch is run: once for each piece.
  func pieces(_ run: RunSettings) -> Int {
    StepBatch.ranges(of: run.batch, by: microBatch).count
  }

  /// How large each piece of a batch is.
  private func pieces(of batch: [Extents]) -> [Extents] {
    StepBatch.ranges(of: batch.count, by: microBatch).map { range in
      batch[range].reduce(Extents()) { $0.appending($1) }
    }
  }

  /// Looks at every batch.
  private mutating func look(
    at steps: Int, _ examples: [Extents], _ order: BatchOrder,
    _ answers: (([Int]) -> GenerationRoom)?
  ) {
    var order = order
    for step in 0..<steps {
      let numbers = order.examples(step: step)
      for batch in pieces(of: numbers.map { examples[$0] }) {
        capacity = capacity.union(batch)
        sum = sum.appending(batch)
      }
      guard let answers else { continue }
      for range in StepBatch.ranges(of: numbers.count, by: microBatch) {
        answerRoom = answerRoom.union(answers(Array(numbers[range])))
      }
    }
  }

  /// Room for any batch.
  private mutating func bound(
    _ steps: Int, _ examples: [Extents], _ order: BatchOrder, _ questions: [Int?],
    _ answers: (([Int]) -> GenerationRoom)?
  ) {
    // A batch in which an epoch ends has examples of two.
    let times = examples.count % order.size == 0 ? 1 : 2
    let size = min(order.size, microBatch)
    capacity = .holding(any: size, of: examples, times: times)
    sum = examples.reduce(Extents()) { $0.appending($1) }
    passes = Double(steps) * Double(order.size) / Double(examples.count)
    let longest = questions.indices.sorted { (questions[$0] ?? 0) > (questions[$1] ?? 0) }
    let numbers = longest.prefix(size).flatMap { Array(repeating: $0, count: times) }
    if let answers { answerRoom = answers(Array(numbers.prefix(size))) }
  }
}
