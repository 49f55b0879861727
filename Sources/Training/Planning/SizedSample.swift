import Graphs
import Models
import Schemes
import Tasks
import Vocabulary

/// A cell's sample with how large its batches are: the same for all cells that share model,
/// examples, objective and virtual tokens, whatever their optimizers and seeds.
final class SizedSample: Sendable {
  /// With the virtual tokens of the scheme before every sequence.
  let sample: EncodedSample
  /// The rows of the vocabulary head that the training's losses need.
  let head: HeadRows
  /// What the sample takes, with the heads of its arrays.
  let bytes: Int
  private let objective: Objective
  private let newTokens: Int
  /// Each training example alone, as a step sees it.
  private let examples: [Extents]
  private let orders: BatchOrder.Orders?
  private let sizes = Memo<SizeKey, TrainingSize, Never>()
  private let evaluations = Memo<Int, Extents, Never>()
  private let rooms = Memo<Int, GenerationRoom, Never>()
  private let generates: Bool

  /// What the size of a training depends on, beside the sample.
  private struct SizeKey: Hashable {
    var seed: Int
    var batch: Int
    var steps: Int
    var microBatch: Int
  }

  /// - Parameter orders: the orders of epochs that several samples share.
  init(_ sample: EncodedSample, _ resolution: Resolution, orders: BatchOrder.Orders? = nil) {
    let sample = sample.following(resolution.network.virtualTokens)
    let (objective, newTokens) = (resolution.objective, resolution.newTokens)
    self.sample = sample
    bytes = sample.byteCount
    self.objective = objective
    self.newTokens = newTokens
    self.orders = orders
    head = sample.head
    examples = sample.train.map { Packer.training([$0], objective).extents }
    generates = resolution.task.metric.isOfAnswers
  }

  /// All training examples, one after the other.
  var whole: Extents { examples.reduce(Extents()) { $0.appending($1) } }

  /// Holds every evaluation batch of so many examples.
  func evaluation(by size: Int) -> Extents {
    evaluations.value(size) {
      let texts = sample.calibration?.texts ?? []
      let batches =
        sample.dev.evaluationBatches(by: size) + sample.test.batches(by: size)
        + texts.evaluationBatches(by: size)
      return batches.reduce(Extents()) { $0.union($1) }
    }
  }

  /// The room for so many answers that are generated together in an evaluation.
  func answers(by size: Int) -> GenerationRoom {
    guard generates else { return GenerationRoom() }
    return rooms.value(size) {
      let lengths =
        sample.dev.questionLengths(by: size) + sample.test.questionLengths(by: size)
      return lengths.reduce(GenerationRoom()) {
        $0.union(GenerationRoom(lengths: $1, newTokens: newTokens))
      }
    }
  }

  /// How large the batches of a run's training are.
  ///
  /// - Parameter microBatch: examples of a batch that are run together.
  func training(_ run: RunSettings, microBatch: Int, seed: Int) -> TrainingSize {
    let key = SizeKey(seed: seed, batch: run.batch, steps: run.steps, microBatch: microBatch)
    return sizes.value(key) {
      TrainingSize(
        examples, questions: objective == .f1 ? sample.train.map(\.questionLength) : nil,
        order: BatchOrder(seed: seed, sample, batch: run.batch, orders: orders), run,
        microBatch: microBatch, newTokens: newTokens)
    }
  }
}

extension EncodedExample {
  /// Tokens of the question that is answered; nil for an example with candidates.
  fileprivate var questionLength: Int? { question?.ids.count }
}
