import Experiments
import Tensors

/// One loss per query, each compared with the mean of all: Σ (Lᵢ − L̄)·zᵢ / ((N − 1)·ε).
///
/// No loss at θ is needed. Unbiased up to O(ε).
public struct LeaveOneOut: Estimator {
  public var epsilon: Scheduled
  public var queries: Int

  public init(epsilon: Scheduled, queries: Int) {
    self.epsilon = epsilon
    self.queries = queries
  }

  public var isPaired: Bool { false }

  public func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: queries) }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let values = try losses(keys.map { .along($0, by: epsilon) }).map(Double.init)
    let mean = values.reduce(0, +) / Double(queries)
    let divisor = Double(queries - 1) * Double(epsilon)
    let terms = zip(keys, values).map { key, value in
      DirectionTerm(key: key, scale: Float((value - mean) / divisor))
    }
    return Estimate(
      loss: Float(mean), terms: terms, deviation: OneSided.deviation(of: values))
  }
}
