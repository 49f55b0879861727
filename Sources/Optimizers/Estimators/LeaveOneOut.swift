import Tensors
import Vocabulary

/// One loss per query, each compared with the mean of all: Σ (Lᵢ − L̄)·zᵢ / ((N − 1)·ε).
///
/// No loss at θ is needed, but directions that depend on activations need a pass there. Unbiased up
/// to O(ε).
package struct LeaveOneOut: QueryCounted {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Directions of a step; at least two.
  package var queries: Int
  /// Whether a step begins with a pass at θ, which shows the inputs of layers.
  package var looksFirst: Bool
  /// Whether sums are divided by the first ε, so that a step becomes shorter as ε does (AIM-ZO).
  package var dividesByFirst: Bool

  package init(
    epsilon: Scheduled, queries: Int, looksFirst: Bool = false, dividesByFirst: Bool = false
  ) {
    self.epsilon = epsilon
    self.queries = queries
    self.looksFirst = looksFirst
    self.dividesByFirst = dividesByFirst
  }

  package var isPaired: Bool { false }
  package var offers: Offers { [.deviation] }
  package var fewestQueries: Int { 2 }
  package var moments: SlopeMoments? { .mean(of: queries - 1) }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: queries + (looksFirst ? 1 : 0))
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let base = looksFirst ? try losses([.none])[0] : nil
    let values = try losses(keys.map { .along($0, by: epsilon) }).map(Double.init)
    let mean = values.reduce(0, +) / Double(queries)
    let divisor = Double(queries - 1) * Double(dividesByFirst ? self.epsilon.peak : epsilon)
    let terms = zip(keys, values).map { key, value in
      DirectionTerm(key: key, scale: Float((value - mean) / divisor))
    }
    return Estimate(
      loss: base ?? Float(mean), terms: terms, deviation: OneSided.deviation(of: values))
  }
}

extension LeaveOneOut {
  static let part = EstimatorPart("leave-one-out", of: EstimatorSettings.Batch.self) { h, making in
    LeaveOneOut(epsilon: making.distance(h.epsilon), queries: h.queries)
  }
}
