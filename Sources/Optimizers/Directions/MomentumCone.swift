import Foundation
import Tensors
import Vocabulary

/// Directions in a cone around the momentum: `z = √d·cos θ·m/‖m‖ + sin θ·u` (ConMeZO).
///
/// u is a dense Gaussian; the first direction is u. After a step `m ← β·m + (1 − β)·c·z`. One float
/// of state per trained parameter. arXiv:2511.02757.
public struct MomentumCone: DirectionRecipe {
  /// θ, between a direction and the momentum, in radians.
  public var angle: Double
  /// β, the decay of the momentum.
  public var beta: Double
  /// Whether β rises from 0.1 between steps 200 and 2000, as in the authors' code.
  public var warmsUp: Bool

  public init(angle: Double = 1.35, beta: Double = 0.95, warmsUp: Bool = true) {
    self.angle = angle
    self.beta = beta
    self.warmsUp = warmsUp
  }

  public var refusesMasks: String? { "its momentum is of all parameters together" }

  public func memory(_ space: TrainedSpace) -> AccountBytes {
    AccountBytes([
      .optimizerState: 4 * space.count, .scratch: 4 * min(space.longest, Walk.pieceFloats),
    ])
  }

  public func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try MomentumConeDirections(self, space, ledger: ledger)
  }

  /// β at a step: `β − (β − 0.1) / (1 + 8p)³`, p = ((t − 200) / 1800)^1.8 between its ends.
  public func beta(step: Int) -> Double {
    guard warmsUp, step < 2000 else { return beta }
    guard step > 200 else { return min(beta, 0.1) }
    let progress = pow(Double(step - 200) / 1800, 1.8)
    return beta - (beta - min(beta, 0.1)) / pow(1 + 8 * progress, 3)
  }
}

final class MomentumConeDirections: LiveDirections {
  private let recipe: MomentumCone
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let momentum: Buffer
  private let piece: Buffer
  private var along: Float = 0
  private var across: Float = 1
  private var step = 0

  init(_ recipe: MomentumCone, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    momentum = try Buffer(floats: space.count, in: .optimizerState, of: ledger)
    piece = try Buffer(
      floats: min(space.longest, Walk.pieceFloats), in: .scratch, of: ledger)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    step = moment.step
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    if along != 0 {
      Kernels.add(scale * along, times: kept(slice, start, chunk.count), to: chunk)
    }
    dense.add(scale * across, key: key, to: chunk, of: slice, from: start)
  }

  private func kept(_ slice: Slice, _ start: Int, _ count: Int) -> FloatView {
    momentum.floats.part(space.start(of: slice) + start, count)
  }

  func finish(_ estimate: Estimate) {
    let beta = Float(recipe.beta(step: step))
    var square = 0.0
    for slice in space.slices {
      Walk.pieces(of: slice) { start, count in
        let gradient = piece.floats.part(0, count)
        Kernels.fill(gradient, 0)
        for term in estimate.terms ?? [] {
          add(term.scale, key: term.key, to: gradient, of: slice, from: start)
        }
        let momentum = kept(slice, start, count)
        Kernels.addScaled(gradient, weight: 1 - beta, to: momentum, decay: beta)
        square += Kernels.sumOfSquares(momentum)
      }
    }
    guard square > 0 else { return }
    along = Float((Double(space.count) / square).squareRoot() * cos(recipe.angle))
    across = Float(sin(recipe.angle))
  }
}
