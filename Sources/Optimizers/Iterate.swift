import Experiments
import Tensors

/// The weights on their way, with the optimizer's state: the one place that writes weights.
///
/// An update walks the trained parameters in chunks: the chunk of the estimate (Σ scale · z, made
/// again from its keys, or a piece of the dense gradient) goes through the rules and is subtracted.
/// No gradient of full size ever exists for a zeroth-order method.
public final class Iterate {
  public let weights: ParameterStore
  public let optimizer: Optimizer
  public let distribution: any DirectionDistribution
  private let trained: [Slice]
  private let state: Buffer
  private let chunk: Buffer
  private let trainedCount: Int
  public private(set) var steps = 0

  private static let chunkFloats = 8192

  public init(
    _ weights: ParameterStore, trainable: Set<Int>, optimizer: Optimizer, ledger: Ledger
  ) throws(OutOfMemory) {
    let layout = weights.layout
    let admitted = optimizer.admitted(layout, trainable: trainable)
    self.weights = weights
    self.optimizer = optimizer
    trained = layout.slices.filter { admitted.contains($0.index) }
    trainedCount = trained.reduce(0) { $0 + $1.count }
    if case .probes(_, let recipe) = optimizer.source {
      distribution = recipe.distribution(over: admitted, of: layout)
    } else {
      distribution = DenseDirections(admitted: [])
    }
    let memory = Self.memory(layout, trainable: trainable, optimizer: optimizer)
    state = try Buffer(
      byteCount: memory[.optimizerState], in: .optimizerState, of: ledger)
    chunk = try Buffer(byteCount: memory[.scratch], in: .scratch, of: ledger)
  }

  /// Bytes that an iterate takes beside the weights, per account.
  public static func memory(
    _ layout: Layout, trainable: Set<Int>, optimizer: Optimizer
  ) -> AccountBytes {
    let admitted = optimizer.admitted(layout, trainable: trainable)
    let counts = layout.slices.filter { admitted.contains($0.index) }.map(\.count)
    let longest = min(counts.max() ?? 0, chunkFloats)
    return AccountBytes([
      .optimizerState: 4 * optimizer.slots * counts.reduce(0, +), .scratch: 4 * 2 * longest,
    ])
  }

  /// One pass over the trained weights: the only one of a step that writes them.
  public func descend(by estimate: Estimate, gradient: (Slice) -> FloatView) {
    steps += 1
    var before = 0
    for slice in trained {
      for start in stride(from: 0, to: slice.count, by: Self.chunkFloats) {
        let count = min(Self.chunkFloats, slice.count - start)
        let piece = chunk.floats.part(0, count)
        fill(piece, with: estimate, gradient, slice, from: start)
        apply(piece, to: slice, from: start, stateAt: before + start)
      }
      before += slice.count
    }
  }

  private func fill(
    _ piece: FloatView, with estimate: Estimate, _ gradient: (Slice) -> FloatView, _ slice: Slice,
    from start: Int
  ) {
    guard let terms = estimate.terms else {
      piece.copy(from: gradient(slice).part(start, piece.count))
      return
    }
    Kernels.fill(piece, 0)
    for term in terms {
      distribution.add(term.scale, key: term.key, to: piece, of: slice, from: start)
    }
  }

  private func apply(_ piece: FloatView, to slice: Slice, from start: Int, stateAt offset: Int) {
    let stored = weights.view(slice).part(start, piece.count)
    let current = chunk.floats.part(chunk.floats.count / 2, piece.count)
    Kernels.widen(stored, into: current)
    var slot = 0
    for rule in optimizer.update {
      let state = (slot..<slot + rule.slots).map {
        self.state.floats.part($0 * trainedCount + offset, piece.count)
      }
      rule.apply(
        UpdateChunk(
          gradient: piece, weights: current, state: state, slice: slice, step: steps))
      slot += rule.slots
    }
    Kernels.add(-1, times: piece, to: current)
    Kernels.narrow(current, into: stored)
  }
}
