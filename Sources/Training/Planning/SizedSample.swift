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
  /// Holds every evaluation batch.
  let evaluation: Extents
  /// The room for the answers that are generated together in an evaluation.
  let answers: GenerationRoom
  /// What the sample takes, with the heads of its arrays.
  let bytes: Int
  private let objective: Objective
  private let newTokens: Int
  /// Each training example alone, as a step sees it.
  private let examples: [Extents]
  private let orders: BatchOrder.Orders?
  private let sizes = Memo<SizeKey, TrainingSize, Never>()

  /// What the size of a training depends on, beside the sample.
  private struct SizeKey: Hashable {
    var seed: Int
    var batch: Int
    var steps: Int
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
    evaluation = Self.evaluation(sample)
    examples = sample.train.map { Packer.training([$0], objective).extents }
    answers =
      resolution.task.metric.isOfAnswers
      ? (sample.dev.questionLengths + sample.test.questionLengths)
        .reduce(GenerationRoom()) { room, lengths in
          room.union(GenerationRoom(lengths: lengths, newTokens: newTokens))
        } : GenerationRoom()
  }

  private static func evaluation(_ sample: EncodedSample) -> Extents {
    let texts = sample.calibration?.texts ?? []
    return (sample.dev.evaluationBatches + sample.test.batches + texts.evaluationBatches)
      .reduce(Extents()) { $0.union($1) }
  }

  /// How large the batches of a run's training are.
  func training(_ run: RunSettings, seed: Int) -> TrainingSize {
    sizes.value(SizeKey(seed: seed, batch: run.batch, steps: run.steps)) {
      TrainingSize(
        examples, questions: objective == .f1 ? sample.train.map(\.questionLength) : nil,
        order: BatchOrder(seed: seed, sample, batch: run.batch, orders: orders), run,
        newTokens: newTokens)
    }
  }
}

extension EncodedExample {
  /// Tokens of the question that is answered; nil for an example with candidates.
  fileprivate var questionLength: Int? { question?.ids.count }
}
