import Experiments
import Tensors

/// Two losses per query, at θ ± ε·z: the projected gradient c = (L₊ − L₋) / 2ε along z (SPSA).
///
/// The estimate is the mean of c·z over the queries. Exact for quadratics at any ε
/// (Spall 1992; Malladi et al. 2023, arXiv:2305.17333, definition 1).
public struct TwoSided: Estimator {
  public var epsilon: Float
  public var queries: Int

  public init(epsilon: Float, queries: Int = 1) {
    self.epsilon = epsilon
    self.queries = queries
  }

  public var cost: StepCost { StepCost(forwards: 2 * queries) }

  public func estimate(key: RandomKey, _ losses: LossOracle) throws(Divergence) -> Estimate {
    let keys = (0..<queries).map { key.folding(UInt64($0)) }
    let values = try losses(
      keys.flatMap { [.along($0, by: epsilon), .along($0, by: -epsilon)] })
    let terms = keys.enumerated().map { query, key in
      let difference = Double(values[2 * query]) - Double(values[2 * query + 1])
      let slope = difference / (2 * Double(epsilon)) / Double(queries)
      return DirectionTerm(key: key, scale: Float(slope))
    }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    return Estimate(loss: Float(mean), terms: terms)
  }
}
