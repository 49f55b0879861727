import Optimizers
import Tensors
import Vocabulary

/// L(θ) = ½ Σ aᵢ·(θᵢ − 1)² over a matrix and a bias, with curvatures aᵢ from 0.5 to 2.
final class Quadratic: LossProblem {
  let weights: ParameterStore
  private let probe: ParameterStore
  /// What z of a key is; an `Iterate` says it.
  var directions: any DirectionDistribution = DenseDirections()
  /// Losses that were evaluated.
  private(set) var forwards = 0

  init() throws {
    var layout = Layout()
    layout.add("matrix", .matrix, rows: 4, columns: 5)
    layout.add("bias", .bias, columns: 5)
    weights = try ParameterStore(layout, in: .weights, of: Ledger())
    probe = try ParameterStore(layout, in: .scratch, of: Ledger())
  }

  var loss: Double { loss(of: weights) }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    forwards += displacements.count
    var losses: [Float] = []
    for displacement in displacements {
      displace(by: displacement)
      let loss = Float(loss(of: probe))
      guard loss.isFinite else { throw Divergence(loss: loss) }
      losses.append(loss)
    }
    return losses
  }

  private func displace(by displacement: Displacement) {
    for slice in weights.layout.slices {
      guard let floats = probe.view(slice).floats else { continue }
      Kernels.widen(weights.view(slice), into: floats)
      for term in displacement.terms where directions.applies(term, to: slice) {
        directions.add(term.scale, key: term.key, to: floats, of: slice, from: 0)
      }
    }
  }

  private func loss(of store: ParameterStore) -> Double {
    let values = store.layout.slices.flatMap { store.view($0).floats?.array ?? [] }
    return values.enumerated().reduce(0) { sum, element in
      let distance = Double(element.1) - 1
      return sum + 0.25 * Double(1 + element.0 % 4) * distance * distance
    }
  }

  func lossAndGradient() throws(Divergence) -> Float {
    preconditionFailure("a zeroth-order optimizer asks for losses alone")
  }

  func gradient(_ slice: Slice) -> FloatView {
    preconditionFailure("a zeroth-order optimizer asks for losses alone")
  }
}
