import Graphs
import Optimizers
import Tasks
import Vocabulary

/// The examples of a step, in the pieces that are run one after the other.
///
/// A loss is the mean over the pieces, each with its weight, summed in double precision and in the
/// order of the examples. Rows of a product that has fewer rows may differ in their last bits, and
/// each piece's loss is rounded to single precision; nothing else differs from one whole batch.
package struct StepBatch: Sendable {
  /// Examples that are packed together.
  struct Piece: Sendable {
    let batch: Batch
    /// Their answered questions, where answers are generated.
    let questions: [EncodedQuestion]
    /// How many losses the piece's own is the mean of.
    let weight: Double
  }

  let pieces: [Piece]

  /// One batch, whole.
  ///
  /// - Parameter examples: what it was packed of.
  package init(_ batch: Batch, of examples: some Collection<EncodedExample>) {
    pieces = [
      Piece(batch: batch, questions: examples.compactMap(\.question), weight: 1)
    ]
  }

  /// Examples as training sees them.
  ///
  /// - Parameter size: how many are packed together, at most.
  package init(
    _ examples: some RandomAccessCollection<EncodedExample>, _ objective: Objective, by size: Int
  ) {
    let examples = Array(examples)
    pieces = Self.ranges(of: examples.count, by: size).map { range in
      let batch = Packer.training(examples[range], objective)
      return Piece(
        batch: batch, questions: examples[range].compactMap(\.question),
        weight: Double(objective == .language ? batch.pickTokens.count : range.count))
    }
  }

  /// Tokens of all pieces.
  package var tokens: Int { pieces.reduce(0) { $0 + $1.batch.tokens.count } }

  /// How many losses the step's is the mean of.
  var weight: Double { pieces.reduce(0) { $0 + $1.weight } }

  /// Which of so many examples are run together.
  static func ranges(of count: Int, by size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: max(size, 1)).map { $0..<min($0 + max(size, 1), count) }
  }

  /// What the losses of the examples of a piece, whose mean is the piece's loss, are multiplied by
  /// so that the mean over all examples of the step is the step's loss.
  func exampleFactor(_ piece: Piece) -> Float {
    let examples = pieces.reduce(0) { $0 + $1.batch.options.count }
    let own = piece.weight / Double(max(piece.batch.options.count, 1))
    return Float(own * Double(examples) / weight)
  }
}

/// All training examples of a run as batches, for losses over all data.
struct DataBatches {
  private let examples: [EncodedExample]
  private let pass: DataPass
  private let objective: Objective
  /// Examples that are run together, at most.
  private let size: Int

  init(_ plan: RunPlan) {
    examples = plan.sample.train
    pass = plan.dataPass
    objective = plan.resolution.objective
    size = plan.resolution.microBatch
  }

  /// Calls `body` with each batch, in the order of the data, or with one of them.
  func forEach<E: Error>(
    _ number: Int?, _ body: (StepBatch) throws(E) -> Void
  ) throws(E) {
    for (place, range) in pass.ranges.enumerated() where number == nil || place == number {
      try body(StepBatch(examples[range], objective, by: size))
    }
  }
}

/// A problem that takes the batches of steps one after another.
protocol StepProblem: TangentProblem, DataProblem, ExampleProblem, OutputProblem {
  /// Forward passes over batches of all data since the step's batch was loaded, and their tokens.
  var dataPasses: (forwards: Int, tokens: Int) { get }
  /// Takes the batch of a step, and the examples that it was packed of.
  func load(_ batch: StepBatch, of examples: [EncodedExample])
}
