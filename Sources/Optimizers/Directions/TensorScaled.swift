import Tensors
import Vocabulary

/// Dense directions with a scale for each parameter: `u_i = κ·σ_i·z_i` (after ZO Fine-tuner).
///
/// κ = √d / √(Σ d_i·σ_i²) keeps E‖u‖² = d. The scales are given by name, or follow from steps that
/// probe each part by itself: σ_i is the root of the mean of c_i² / d_i so far, relative to its
/// mean over the parts, within [0.1, 10].
package struct TensorScaled: DirectionRecipe {
  /// σ by the parameter's name; 1 where there is none.
  package var scales: [String: Float]

  /// Scales by the parameters' names; the others have one.
  package init(scales: [String: Float] = [:]) { self.scales = scales }

  /// Per parameter of the layout: its factor κ·σ_i, σ_i, and the sum of c_i²/d_i; and a count.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let count = space.layout.slices.count
    return [
      .floats("factors", count, .optimizerState), .floats("scales", count, .optimizerState),
      .floats("energies", count, .optimizerState), .floats("measurements", 1, .optimizerState),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try TensorScaledDirections(self, space, blueprint(space).build(ledger))
  }
}

final class TensorScaledDirections: LiveDirections {
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let memory: Allocation
  private let factors: FloatView
  private let scales: FloatView
  private let energies: FloatView
  private let measurements: FloatView

  init(_ recipe: TensorScaled, _ space: TrainedSpace, _ memory: Allocation) {
    self.space = space
    self.memory = memory
    (factors, scales) = (memory.floats("factors"), memory.floats("scales"))
    (energies, measurements) = (memory.floats("energies"), memory.floats("measurements"))
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    for slice in space.slices { scales[slice.index] = recipe.scales[slice.name] ?? 1 }
    normalize()
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    dense.add(scale * factors[slice.index], key: key, to: chunk, of: slice, from: start)
  }

  /// κ·σ_i from σ_i.
  private func normalize() {
    let square = space.slices.reduce(0.0) { sum, slice in
      let scale = Double(scales[slice.index])
      return sum + Double(slice.count) * scale * scale
    }
    guard square > 0 else { return }
    let kappa = Float((Double(space.count) / square).squareRoot())
    for slice in space.slices { factors[slice.index] = kappa * scales[slice.index] }
  }

  func finish(_ estimate: Estimate) {
    let terms = estimate.terms ?? []
    guard terms.contains(where: { $0.part > 0 }) else { return }
    measurements[0] += 1
    for term in terms {
      for slice in space.slices where space.part(of: slice) == term.part {
        let slope = Double(term.scale) / Double(factors[slice.index])
        energies[slice.index] += Float(slope * slope / Double(slice.count))
      }
    }
    let roots = space.slices.map { (energies[$0.index] / measurements[0]).squareRoot() }
    let mean = roots.reduce(0, +) / Float(max(roots.count, 1))
    guard mean > 0, mean.isFinite else { return }
    for (slice, root) in zip(space.slices, roots) {
      scales[slice.index] = min(max(root / mean, 0.1), 10)
    }
    normalize()
  }
}
