import Models
import Optimizers
import Tensors
import Vocabulary

/// How the steps and evaluations of a run are divided into turns, one after the other.
struct Turns: Hashable, Sendable {
  /// Examples of a step that are run together.
  var microBatch: Int
  /// Probes that are evaluated together; 0 are all that the optimizer asks for.
  var lanes: Int
  /// Examples that are evaluated together.
  var evaluationBatch: Int
  /// Whether frozen matrices leave memory when they were used.
  var isStreaming: Bool

  /// The sizes that are worth trying for `count`: for each number of turns the smallest that does
  /// with it, from one turn on.
  static func sizes(of count: Int) -> [Int] {
    var sizes: [Int] = []
    var turns = 1
    while sizes.last ?? count + 1 > 1 {
      let size = (count + turns - 1) / turns
      sizes.append(size)
      // The next number of turns that a smaller size has.
      turns = size > 1 ? (count + size - 2) / (size - 1) : turns
    }
    return sizes
  }
}

extension RunSettings {
  /// Whether it is divided as another run is.
  func isDivided(as other: RunSettings) -> Bool {
    (microBatch, lanes, evaluationBatch, streaming)
      == (other.microBatch, other.lanes, other.evaluationBatch, other.streaming)
  }

  /// Takes how another run is divided.
  mutating func take(_ other: RunSettings) {
    (microBatch, lanes) = (other.microBatch, other.lanes)
    (evaluationBatch, streaming) = (other.evaluationBatch, other.streaming)
  }

  mutating func take(_ turns: Turns) {
    (microBatch, lanes) = (turns.microBatch, turns.lanes)
    (evaluationBatch, streaming) = (turns.evaluationBatch, turns.isStreaming)
  }
}

/// What dividing steps costs: an estimate, by operations.
///
/// A turn makes no product larger or smaller, but it reads every weight once more, and makes every
/// direction once more. Fitted to `scripts/memory-turns` on a Zen 5 with AVX-512: weights that stay
/// in its 32 MiB of last cache are worth 12 operations each to read (fo-sgd on a model of 0.8
/// million parameters, 32 turns: 1.4 times the time), others 40 (125 million, 16 turns: 2.6), an
/// element of a direction 60 (zo-sgd, 32 turns of two lanes: 2.2). Another machine has other
/// numbers.
struct TurnCost {
  private static let direction = 60.0
  private static let (cachedReading, reading) = (12.0, 40.0)
  /// Weights that a last cache holds, as f32.
  private static let cachedWeights = 8 << 20

  /// Passes of an executor in a step, divided and whole.
  private let (turns, whole): (Double, Double)
  /// Operations of a pass beside its products.
  private let beside: Double

  /// - Parameter probes: those of a step.
  init(_ resolution: Resolution, _ optimizer: Optimizer, probes: Double) {
    let pieces = Double(
      StepBatch.ranges(of: resolution.cell.run.batch, by: resolution.microBatch).count)
    func passes(_ lanes: Int) -> Double {
      let others = (optimizer.needsGradient ? 2.0 : 0) + (optimizer.needsTangent ? 2 : 0)
      return others + (optimizer.needsProbes ? (probes / Double(lanes)).rounded(.up) : 0)
    }
    turns = pieces * passes(resolution.lanes(optimizer))
    whole = passes(optimizer.lanes)
    let displaced = optimizer.needsProbes || optimizer.needsTangent
    beside =
      Self.reading(of: resolution.layout.count) * Double(resolution.layout.count)
      + (displaced ? Self.direction * Double(resolution.trainableCount) : 0)
  }

  /// Operations that a weight is worth where so many are read from one end to the other.
  private static func reading(of weights: Int) -> Double {
    weights > cachedWeights ? reading : cachedReading
  }

  /// The time of a step as a multiple of a whole one's.
  ///
  /// - Parameter flops: of the products of a step.
  func slowdown(flops: Double) -> Double {
    guard flops > 0 || whole > 0 else { return 1 }
    return (flops + turns * beside) / (flops + whole * beside)
  }
}
