import Foundation
import Tensors
import Vocabulary

/// Directions mixed of noise around zero and noise around the momentum (ZO-AdaMU, AAAI 2024).
///
/// `ż ~ N(0, α), z̈ ~ N(m, 1 − α), m' = β₁·ż + (1 − β₁)·z̈`: the probes go along m', the update
/// along
/// `m' / √(β₂·ż² + (1 − β₂)·z̈² + 1e-8)`, and `m ← sign(c)·m'`. All three are 1 in the first phase,
/// which is plain probing with an update along sign(z), then fall along half a cosine to their
/// ends. The fall is from 5 % to 80 % of the run as in the authors' code, whose cosines differ in
/// speed where these share one and have ends. One float of state per
/// trained parameter.
package struct AdaptiveMixture: DirectionRecipe {
  /// Shares of the run at which the fall begins and ends.
  package var begins: Double
  package var ends: Double
  /// The variance of the noise around zero at the end of the fall.
  package var alpha: Double
  /// The share of the noise around zero in a direction, at the end of the fall.
  package var beta1: Double
  /// The share of that noise's square in the divisor, at the end of the fall.
  package var beta2: Double

  package init(
    begins: Double = 0.05, ends: Double = 0.8, alpha: Double = 0.5, beta1: Double = 0.9,
    beta2: Double = 0.01
  ) {
    self.begins = begins
    self.ends = ends
    self.alpha = alpha
    self.beta1 = beta1
    self.beta2 = beta2
  }

  package var needs: [Need] {
    .wholeSteps(because: "its momentum is of all parameters together") + [
      Need(.oneSlope, in: "estimator", "one slope along one direction, whose sign turns m'")
    ]
  }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let piece = min(space.longest, Walk.pieceFloats)
    return [
      .floats("momentum", space.count, .optimizerState), .floats("pieces", 3 * piece, .scratch),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try AdaptiveMixtureDirections(self, space, ledger: ledger)
  }

  /// A quantity that falls from 1 to `end` between the two shares of the run.
  func value(_ end: Double, at moment: Moment) -> Double {
    let share = Double(moment.step - 1) / Double(moment.horizon)
    let done = min(max((share - begins) / max(ends - begins, 1e-9), 0), 1)
    return end + (1 - end) * 0.5 * (1 + cos(.pi * done))
  }
}

extension AdaptiveMixture {
  static let part = DirectionPart("mixture") { AdaptiveMixture() }
}

final class AdaptiveMixtureDirections: LiveDirections {
  private let recipe: AdaptiveMixture
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let memory: Allocation
  private let momentum: FloatView
  private let pieces: FloatView
  private let pieceFloats: Int
  private var alpha = 1.0
  private var beta1: Float = 1
  private var beta2: Float = 1
  private var isUpdating = false

  init(_ recipe: AdaptiveMixture, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    memory = try recipe.blueprint(space).build(ledger)
    momentum = memory.floats("momentum")
    pieces = memory.floats("pieces")
    pieceFloats = pieces.count / 3
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    isUpdating = false
    alpha = recipe.value(recipe.alpha, at: moment)
    beta1 = Float(recipe.value(recipe.beta1, at: moment))
    beta2 = Float(recipe.value(recipe.beta2, at: moment))
  }

  func prepare(for estimate: Estimate) { isUpdating = true }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    for begin in stride(from: 0, to: chunk.count, by: pieceFloats) {
      let part = chunk.part(begin, min(pieceFloats, chunk.count - begin))
      let (mixed, second) = mix(key, slice, start + begin, part.count)
      if isUpdating { Kernels.divide(mixed, byRootOf: second, inner: 1e-8) }
      Kernels.add(scale, times: mixed, to: part)
    }
  }

  /// m' and its second moment.
  private func mix(
    _ key: RandomKey, _ slice: Slice, _ start: Int, _ count: Int
  ) -> (FloatView, FloatView) {
    let (mixed, second) = (piece(0, count), piece(1, count))
    let far = piece(2, count)
    Kernels.fill(mixed, 0)
    dense.add(Float(alpha.squareRoot()), key: key, to: mixed, of: slice, from: start)
    far.copy(from: kept(slice, start, count))
    dense.add(
      Float((1 - alpha).squareRoot()), key: key.folding(.mixture), to: far, of: slice, from: start)
    Kernels.fill(second, 0)
    Kernels.addSquares(of: mixed, weight: beta2, to: second)
    Kernels.addSquares(of: far, weight: 1 - beta2, to: second)
    Kernels.addScaled(far, weight: 1 - beta1, to: mixed, decay: beta1)
    return (mixed, second)
  }

  private func piece(_ number: Int, _ count: Int) -> FloatView {
    pieces.part(number * pieceFloats, count)
  }

  private func kept(_ slice: Slice, _ start: Int, _ count: Int) -> FloatView {
    momentum.part(space.start(of: slice) + start, count)
  }

  func finish(_ estimate: Estimate) {
    guard let term = estimate.terms?.first else { return }
    let sign: Float = term.scale > 0 ? 1 : (term.scale < 0 ? -1 : 0)
    for slice in space.slices {
      Walk.pieces(of: slice) { start, count in
        let (mixed, _) = mix(term.key, slice, start, count)
        Kernels.scale(mixed, by: sign)
        kept(slice, start, count).copy(from: mixed)
      }
    }
  }
}
