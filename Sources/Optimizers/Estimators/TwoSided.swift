import Tensors
import Vocabulary

/// Two losses per query, at θ ± ε·z: the projected gradient c = (L₊ − L₋) / 2ε along z (SPSA).
///
/// The estimate is the mean of c·z over the queries. Exact for quadratics at any ε
/// (Spall 1992; Malladi et al. 2023, arXiv:2305.17333, definition 1). Now and then, or always, a
/// loss at θ itself is asked for, too: it gives the second difference along the queries.
public struct TwoSided: QueryCounted {
  /// How far from the weights the probes are.
  public var epsilon: Scheduled
  /// Directions of a step.
  public var queries: Int
  /// Steps between measurements of the second difference, from the first step on; nil is never.
  public var curvatureEvery: Int?

  /// Two losses for each query, and now and then one more.
  public init(epsilon: Scheduled, queries: Int = 1, curvatureEvery: Int? = nil) {
    self.epsilon = epsilon
    self.queries = queries
    self.curvatureEvery = curvatureEvery
  }

  /// Two losses for each query, at a constant distance.
  public init(epsilon: Float, queries: Int = 1) {
    self.init(epsilon: Scheduled(epsilon), queries: queries)
  }

  /// A second difference where one is asked for; of one query, a single slope.
  public var offers: Offers {
    queries == 1 ? [.curvature, .stepCurvature, .oneSlope] : [.curvature, .stepCurvature]
  }
  /// On a linear loss each difference is the slope along its direction.
  public var moments: SlopeMoments? { .mean(of: queries) }

  /// Measures it at step 1 and every so many steps after; a period of its own comes first.
  public func measuringCurvature(every steps: Int) -> any Estimator {
    var estimator = self
    estimator.curvatureEvery = curvatureEvery ?? steps
    return estimator
  }

  /// Two passes per query, and one at θ where curvature is measured.
  public func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: 2 * queries + (measures(moment) ? 1 : 0))
  }

  /// The same sum without walking the steps.
  public func cost(over stretch: Stretch, parts: Int) -> StepCost {
    let measured = curvatureEvery.map { stretch.beats(every: $0) } ?? 0
    return StepCost(forwards: 2 * queries) * stretch.count + StepCost(forwards: measured)
  }

  private func measures(_ moment: Moment) -> Bool {
    curvatureEvery.map { (moment.step - 1) % $0 == 0 } ?? false
  }

  /// Asks for both sides of every query together; the reported loss is their mean.
  ///
  /// - Throws: the first loss that is not finite.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let values = try losses(
      keys.flatMap { [.along($0, by: epsilon), .along($0, by: -epsilon)] })
    let terms = keys.enumerated().map { query, key in
      let difference = Double(values[2 * query]) - Double(values[2 * query + 1])
      let slope = difference / (2 * Double(epsilon)) / Double(queries)
      return DirectionTerm(key: key, scale: Float(slope))
    }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    var estimate = Estimate(loss: Float(mean), terms: terms)
    if measures(step.moment) {
      let base = Double(try losses([.none])[0])
      estimate.curvature = Float(2 * (mean - base) / (Double(epsilon) * Double(epsilon)))
    }
    return estimate
  }
}

extension TwoSided {
  static let part = EstimatorPart("two-sided", of: EstimatorSettings.Probing.self) { h, making in
    TwoSided(epsilon: making.distance(h.epsilon), queries: h.queries)
  }
}
