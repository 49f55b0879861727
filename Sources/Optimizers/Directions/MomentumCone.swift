import Foundation
import Tensors
import Vocabulary

/// Directions in a cone around the momentum: `z = √d·cos θ·m/‖m‖ + sin θ·u` (ConMeZO).
///
/// u is a dense Gaussian, and m a dense Gaussian at first. After a step `m ← β·m + (1 − β)·c·z`.
/// One float of state per trained parameter. arXiv:2511.02757.
package struct MomentumCone: DirectionRecipe {
  /// θ, between a direction and the momentum, in radians.
  package var angle: Double
  /// β, the decay of the momentum.
  package var beta: Double
  /// Whether β rises from 0.1 between a hundredth and a tenth of the run: in the authors' code,
  /// steps 200 and 2000 of 20,000.
  package var warmsUp: Bool
  /// Steps at which β has risen, instead of a tenth of the run.
  package var warmUp: Int?

  package init(
    angle: Double = 1.35, beta: Double = 0.99, warmsUp: Bool = true, warmUp: Int? = nil
  ) {
    self.angle = angle
    self.beta = beta
    self.warmsUp = warmsUp
    self.warmUp = warmUp
  }

  package var needs: [Need] { .wholeSteps(because: "its momentum is of all parameters together") }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    [
      .floats("momentum", space.count, .optimizerState),
      .floats("piece", min(space.longest, Walk.pieceFloats), .scratch),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try MomentumConeDirections(self, space, ledger: ledger)
  }

  /// β at a step: `β − (β − 0.1) / (1 + 8p)³`, p = ((t − b) / (e − b))^1.8 between its ends b, e.
  package func beta(at moment: Moment) -> Double {
    let end = warmUp ?? max(moment.horizon / 10, 1)
    let begin = max(end / 10, 1)
    guard warmsUp, moment.step < end else { return beta }
    guard moment.step > begin else { return min(beta, 0.1) }
    let progress = pow(Double(moment.step - begin) / Double(end - begin), 1.8)
    return beta - (beta - min(beta, 0.1)) / pow(1 + 8 * progress, 3)
  }
}

extension MomentumCone {
  struct Cone: Settings {
    @Setting(.angle()) var angle: Double
    @Setting(.coneBeta()) var beta: Double
    init() {}
  }

  static let part = DirectionPart("cone", Cone.self) { h, _ in
    MomentumCone(angle: h.angle, beta: h.beta)
  }
}

final class MomentumConeDirections: LiveDirections {
  private let recipe: MomentumCone
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let memory: Allocation
  private let momentum: FloatView
  private let piece: FloatView
  private var along: Float = 0
  private var across: Float = 1
  private var moment = Moment(step: 1)

  init(_ recipe: MomentumCone, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    memory = try recipe.blueprint(space).build(ledger)
    (momentum, piece) = (memory.floats("momentum"), memory.floats("piece"))
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    self.moment = moment
    guard moment.step == 1 else { return }
    var square = 0.0
    for slice in space.slices {
      let first = kept(slice, 0, slice.count)
      Kernels.fill(first, 0)
      dense.add(1, key: key.folding(.mixture), to: first, of: slice, from: 0)
      square += Kernels.sumOfSquares(first)
    }
    turn(to: square)
  }

  /// The cone around a momentum of ‖m‖²; at a right angle nothing of it is left.
  private func turn(to square: Double) {
    guard square > 0 else { return }
    let cosine = cos(recipe.angle)
    guard abs(cosine) > 1e-12 else { return }
    along = Float((Double(space.count) / square).squareRoot() * cosine)
    across = Float(sin(recipe.angle))
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
    momentum.part(space.start(of: slice) + start, count)
  }

  func finish(_ estimate: Estimate) {
    let beta = Float(recipe.beta(at: moment))
    var square = 0.0
    for slice in space.slices {
      Walk.pieces(of: slice) { start, count in
        let gradient = piece.part(0, count)
        Kernels.fill(gradient, 0)
        for term in estimate.terms ?? [] {
          add(term.scale, key: term.key, to: gradient, of: slice, from: start)
        }
        let momentum = kept(slice, start, count)
        Kernels.addScaled(gradient, weight: 1 - beta, to: momentum, decay: beta)
        square += Kernels.sumOfSquares(momentum)
      }
    }
    turn(to: square)
  }
}
