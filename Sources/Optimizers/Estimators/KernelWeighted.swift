import Tensors
import Vocabulary

/// Two-sided slopes at random distances, weighted so that third-order bias cancels (KerZOO).
///
/// `r ~ U[−1, 1]`, probes at θ ± ε·r·z, weight `K(r) = C·(15/4)·r·(5 − 7r²)`: E[r·K] = C and
/// E[r³·K] = 0. The estimate is the mean of (L₊ − L₋) / 2ε · K(r)·z. arXiv:2505.18886; the paper's
/// C is unconfirmed, with C = 1 the estimate is of the gradient itself.
package struct KernelWeighted: QueryCounted {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Directions of a step.
  package var queries: Int
  /// C, the factor of the weights.
  package var scale: Double

  package init(epsilon: Scheduled, queries: Int = 1, scale: Double = 1) {
    self.epsilon = epsilon
    self.queries = queries
    self.scale = scale
  }

  package var offers: Offers { queries == 1 ? [.oneSlope] : [] }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: 2 * queries)
  }

  /// K(r) / C.
  package static func kernel(_ r: Double) -> Double { 3.75 * r * (5 - 7 * r * r) }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let radii = keys.map { 2 * $0.folding(.drawing).fraction() - 1 }
    let values = try losses(
      zip(keys, radii).flatMap { key, r in
        [Displacement.along(key, by: epsilon * Float(r)), .along(key, by: -epsilon * Float(r))]
      })
    let terms = keys.indices.map { query in
      let difference = Double(values[2 * query]) - Double(values[2 * query + 1])
      let slope = difference / (2 * Double(epsilon)) * scale * Self.kernel(radii[query])
      return DirectionTerm(key: keys[query], scale: Float(slope / Double(queries)))
    }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    return Estimate(loss: Float(mean), terms: terms)
  }
}

extension KernelWeighted {
  static let part = EstimatorPart("kernel", of: EstimatorSettings.Probing.self) { h, making in
    KernelWeighted(epsilon: making.distance(h.epsilon), queries: h.queries)
  }
}
