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
/// direction once more. A step of zo-sgd on 135 million parameters made its directions in 39 ms
/// where products ran at 560 GFLOP/s (two threads, AVX-512): 160 operations an element. Reading
/// is set to a fourth of that; it was not measured by itself, and another machine has other
/// numbers.
struct TurnCost {
  /// Operations that reading a weight is worth, and making an element of a direction.
  private static let (reading, direction) = (40.0, 160.0)

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
      Self.reading * Double(resolution.layout.count)
      + (displaced ? Self.direction * Double(resolution.trainableCount) : 0)
  }

  /// The time of a step as a multiple of a whole one's.
  ///
  /// - Parameter flops: of the products of a step.
  func slowdown(flops: Double) -> Double {
    guard flops > 0 || whole > 0 else { return 1 }
    return (flops + turns * beside) / (flops + whole * beside)
  }
}
