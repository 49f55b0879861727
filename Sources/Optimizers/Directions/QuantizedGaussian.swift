import Tensors
import Vocabulary

/// A Gaussian rounded stochastically onto few values: Q₁(u) in the probes, Q₂(u) in the update.
///
/// Both round the same u, up or down with numbers of their own (QuZO's Q-RGE2), so that
/// E[Q₁(u)·Q₂(u)ᵀ] = E[u·uᵀ] = I, and what probes along Q₁ learn is an unbiased step along Q₂. With
/// one rounding for both (Q-RGE1) the mean is E[Q(u)·Q(u)ᵀ], which has the rounding's variance on
/// its diagonal.
package struct QuantizedGaussian: DirectionRecipe {
  /// What the values reach up to.
  package enum Range: String, SettingChoice {
    /// The largest |u| of each parameter, in 2^(bits − 1) steps; it takes one more pass over u.
    case tensor
    /// 7, which no |u| of ours reaches, in 2^(bits − 1) − 1 steps.
    case fixed
  }

  /// Bits of a value, 2 to 8.
  package var bits: Int
  /// What the values reach up to.
  package var range: Range
  /// Whether the update's rounding is independent of the probes'.
  package var isIndependent: Bool

  /// - Parameter bits: of a value, 2 to 8.
  package init(bits: Int = 4, range: Range = .tensor, independent isIndependent: Bool = true) {
    self.bits = bits
    self.range = range
    self.isIndependent = isIndependent
  }

  /// The distance between neighboring values where the largest is known.
  func unit(largest: Float) -> Float {
    let steps = Float(1 << (bits - 1))
    return range == .fixed ? 7 / (steps - 1) : largest / steps
  }

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
  /// Distances between values, by parameter, of the keys of a step.
  private var units: [RandomKey: [Int: Float]] = [:]

  init(_ recipe: QuantizedGaussian, _ space: TrainedSpace, _ memory: Allocation) {
    self.recipe = recipe
    self.memory = memory
    piece = memory.floats("piece")
    dense = DenseDirections(.gaussian, admitted: space.admitted)
  }

  func isZero(in slice: Slice) -> Bool { dense.isZero(in: slice) }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    rounding = .probeRounding
    units = [:]
  }

  func prepare(for estimate: Estimate) {
    if recipe.isIndependent { rounding = .updateRounding }
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let room = piece
    let unit = unit(of: key, in: slice)
    guard unit > 0 else { return }
    for begin in stride(from: 0, to: chunk.count, by: max(room.count, 1)) {
      let part = chunk.part(begin, min(room.count, chunk.count - begin))
      let u = room.part(0, part.count)
      Kernels.fill(u, 0)
      dense.add(1, key: key, to: u, of: slice, from: start + begin)
      Kernels.roundStochastically(
        u, to: unit, key: key.folding(rounding), tensor: slice.index, start: start + begin)
      Kernels.add(scale, times: u, to: part)
    }
  }

  private func unit(of key: RandomKey, in slice: Slice) -> Float {
    if let known = units[key]?[slice.index] { return known }
    var largest: Float = 0
    let end = recipe.range == .fixed ? 0 : slice.count
    for begin in stride(from: 0, to: end, by: max(piece.count, 1)) {
      let u = piece.part(0, min(piece.count, slice.count - begin))
      Kernels.fill(u, 0)
      dense.add(1, key: key, to: u, of: slice, from: begin)
      largest = max(largest, Kernels.largest(u))
    }
    let unit = recipe.unit(largest: largest)
    units[key, default: [:]][slice.index] = unit
    return unit
  }
}
