import Tensors
import Vocabulary

/// Directions `z / √h` scaled by a running diagonal of the Hessian (HiZOO, arXiv:2402.15173).
///
/// h starts at 1. After the probes `h ← (1 − α)·h + α·½|L₊ + L₋ − 2·L₀|/ε² · h∘z²`; the update
/// reads the new h while the probes read the old one, as the authors' code does. The expectation of
/// what is averaged is h* + ½·tr(h⁻¹h*)·h for a true diagonal h*: mostly a scaling of h. One float
/// of state per trained parameter.
package struct CurvatureScaled: DirectionRecipe {
  /// α, the weight of a new curvature in the average.
  package var rate: Float
  /// The steps of the run that α is for; 0 is any.
  package var ownSteps: Int
  /// Directions scaled by a curvature that is one at first.
  package init(rate: Float = 1e-8, ownSteps: Int = 0) {
    self.rate = rate
    self.ownSteps = ownSteps
  }

  /// α of a run: on a shorter one than its own so much larger that h comes as far, up to a half.
  func rate(of horizon: Int) -> Float {
    guard ownSteps > 0, horizon > 0 else { return rate }
    return Float(min(Double(rate) * Double(ownSteps) / Double(horizon), max(Double(rate), 0.5)))
  }

  package var needs: [Need] {
    .wholeSteps(because: "its curvature is of all parameters together") + [
      Need(
        [.curvature, .oneSlope], every: 1, in: "estimator",
        "two-sided with one query: the curvature is its second difference")
    ]
  }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    [
      .floats("curvature", space.count, .optimizerState),
      .floats("piece", min(space.longest, Walk.pieceFloats), .scratch),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try CurvatureScaledDirections(self, space, ledger: ledger)
  }
}

extension CurvatureScaled {
  struct Average: Settings {
    @Setting(.smoothing()) var smoothing: Float
    @Setting(.smoothingSteps()) var smoothingSteps: Int
    init() {}
  }

  static let part = DirectionPart("curvature", Average.self) { h, _ in
    CurvatureScaled(rate: h.smoothing, ownSteps: h.smoothingSteps)
  }
}

final class CurvatureScaledDirections: LiveDirections {
  private let recipe: CurvatureScaled
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let memory: Allocation
  private let curvature: FloatView
  private let piece: FloatView
  private var rate: Float

  init(_ recipe: CurvatureScaled, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    rate = recipe.rate
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    memory = try recipe.blueprint(space).build(ledger)
    curvature = memory.floats("curvature")
    piece = memory.floats("piece")
    Kernels.fill(curvature, 1)
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    rate = recipe.rate(of: moment.horizon)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    for begin in stride(from: 0, to: chunk.count, by: piece.count) {
      let part = chunk.part(begin, min(piece.count, chunk.count - begin))
      let z = piece.part(0, part.count)
      Kernels.fill(z, 0)
      dense.add(1, key: key, to: z, of: slice, from: start + begin)
      Kernels.divide(z, byRootOf: kept(slice, start + begin, part.count))
      Kernels.add(scale, times: z, to: part)
    }
  }

  private func kept(_ slice: Slice, _ start: Int, _ count: Int) -> FloatView {
    curvature.part(space.start(of: slice) + start, count)
  }

  func prepare(for estimate: Estimate) {
    guard let difference = estimate.curvature, let key = estimate.terms?.first?.key else { return }
    let gain = rate * abs(difference) / 2
    for slice in space.slices {
      Walk.pieces(of: slice) { start, count in
        let z = piece.part(0, count)
        Kernels.fill(z, 0)
        dense.add(1, key: key, to: z, of: slice, from: start)
        Kernels.growCurvature(
          kept(slice, start, count), direction: z, keep: 1 - rate, gain: gain)
      }
    }
  }
}
