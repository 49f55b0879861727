import Tensors
import Vocabulary

/// A Gaussian rounded stochastically onto few values: Q₁(u) in the probes, Q₂(u) in the update.
///
/// Both round the same u, up or down with numbers of their own (QuZO's Q-RGE2), so that
/// E[Q₁(u)·Q₂(u)ᵀ] = E[u·uᵀ] = I, and what probes along Q₁ learn is an unbiased step along Q₂. With
/// one rounding for both (Q-RGE1) the mean is E[Q(u)·Q(u)ᵀ], which has the rounding's variance on
/// its diagonal. The values are multiples of 7 / (2^(bits − 1) − 1): no |u| of ours reaches 7, so
/// none is clamped.
package struct QuantizedGaussian: DirectionRecipe {
  /// Bits of a value, 2 to 8.
  package var bits: Int
  /// Whether the update's rounding is independent of the probes'.
  package var isIndependent: Bool

  /// - Parameter bits: of a value, 2 to 8.
  package init(bits: Int = 4, independent isIndependent: Bool = true) {
    self.bits = bits
    self.isIndependent = isIndependent
  }

  /// The distance between neighbouring values.
  package var unit: Float { 7 / Float((1 << (bits - 1)) - 1) }

  package var isComposite: Bool { false }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    [.floats("piece", min(space.longest, Walk.pieceFloats), .scratch)]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try QuantizedDirections(self, space, blueprint(space).build(ledger))
  }
}

final class QuantizedDirections: LiveDirections {
  private let recipe: QuantizedGaussian
  private let dense: DenseDirections
  private let memory: Allocation
  private let piece: FloatView
  private var rounding = KeyPurpose.probeRounding

  init(_ recipe: QuantizedGaussian, _ space: TrainedSpace, _ memory: Allocation) {
    self.recipe = recipe
    self.memory = memory
    piece = memory.floats("piece")
    dense = DenseDirections(.gaussian, admitted: space.admitted)
  }

  func isZero(in slice: Slice) -> Bool { dense.isZero(in: slice) }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    rounding = .probeRounding
  }

  func prepare(for estimate: Estimate) {
    if recipe.isIndependent { rounding = .updateRounding }
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let room = piece
    for begin in stride(from: 0, to: chunk.count, by: max(room.count, 1)) {
      let part = chunk.part(begin, min(room.count, chunk.count - begin))
      let u = room.part(0, part.count)
      Kernels.fill(u, 0)
      dense.add(1, key: key, to: u, of: slice, from: start + begin)
      Kernels.roundStochastically(
        u, to: recipe.unit, key: key.folding(rounding), tensor: slice.index, start: start + begin)
      Kernels.add(scale, times: u, to: part)
    }
  }
}
