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
  /// Batches one after the other, and how often a training passes over them: once over all of its
  /// own, or many times over every example.
  private(set) var sum = Extents()
  private(set) var passes = 1.0
  /// Holds the answers to every batch's questions, where training generates them.
  private(set) var answerRoom = GenerationRoom()

  /// Examples up to which the batches of a training are looked at one by one.
  ///
  /// Beyond, planning would take as long as the number of steps is large. Then the room is for
  /// the largest examples at once, which so many batches come close to.
  static let mostDrawn = 1 << 22

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

  /// Looks at every batch.
  private mutating func look(
    at steps: Int, _ examples: [Extents], _ order: BatchOrder,
    _ answers: (([Int]) -> GenerationRoom)?
  ) {
    var order = order
    for step in 0..<steps {
      let numbers = order.examples(step: step)
      let batch = numbers.reduce(Extents()) { $0.appending(examples[$1]) }
      capacity = capacity.union(batch)
      sum = sum.appending(batch)
      if let answers { answerRoom = answerRoom.union(answers(numbers)) }
    }
  }

  /// Room for any batch.
  private mutating func bound(
    _ steps: Int, _ examples: [Extents], _ order: BatchOrder, _ questions: [Int?],
    _ answers: (([Int]) -> GenerationRoom)?
  ) {
    // A batch in which an epoch ends has examples of two.
    let times = examples.count % order.size == 0 ? 1 : 2
    capacity = .holding(any: order.size, of: examples, times: times)
    sum = examples.reduce(Extents()) { $0.appending($1) }
    passes = Double(steps) * Double(order.size) / Double(examples.count)
    let longest = questions.indices.sorted { (questions[$0] ?? 0) > (questions[$1] ?? 0) }
    let numbers = longest.prefix(order.size).flatMap { Array(repeating: $0, count: times) }
    if let answers { answerRoom = answers(Array(numbers.prefix(order.size))) }
  }
}
