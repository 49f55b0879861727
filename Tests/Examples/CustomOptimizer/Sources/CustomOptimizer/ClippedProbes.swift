import Optimizers
import Tensors
import Vocabulary

/// Two losses per query, as SPSA, but no slope counts more than `bound` times the median one.
///
/// cᵢ = (L(θ + ε·zᵢ) − L(θ − ε·zᵢ)) / 2ε, cut to ±bound · median |c|; the estimate is their mean
/// along the zᵢ. One outlier among the queries then moves the weights no further than the others.
struct ClippedProbes: Estimator {
  var epsilon: Scheduled
  var queries: Int
  var bound: Double

  func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2 * queries) }

  func estimate(_ step: ProbeStep, _ losses: LossOracle) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let values = try losses(
      keys.flatMap { [.along($0, by: epsilon), .along($0, by: -epsilon)] }
    ).map(Double.init)
    let slopes = keys.indices.map { (values[2 * $0] - values[2 * $0 + 1]) / Double(2 * epsilon) }
    let limit = bound * slopes.map(abs).sorted()[queries / 2]
    let terms = zip(keys, slopes).map { key, slope in
      DirectionTerm(key: key, scale: Float(min(max(slope, -limit), limit) / Double(queries)))
    }
    return Estimate(loss: Float(values.reduce(0, +) / Double(values.count)), terms: terms)
  }
}
