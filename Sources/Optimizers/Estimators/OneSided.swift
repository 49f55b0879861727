import Tensors
import Vocabulary

/// One loss per query beside a shared one at θ: c = (L(θ + ε·z) − L(θ)) / ε.
///
/// The estimate is the mean of c·z; on a quadratic c is the slope plus (ε/2)·zᵀHz. With the losses'
/// deviation it is the batched estimator of FZOO (arXiv:2506.09034).
public struct OneSided: QueryCounted {
  /// What the differences are divided by.
  public enum Form: String, Hashable, CaseIterable, Sendable {
    /// ε: an estimate of the gradient.
    case slopes
    /// Nothing, as in FZOO's code.
    case differences
  }

  /// How far from the weights the probes are.
  public var epsilon: Scheduled
  /// Directions of a step.
  public var queries: Int
  /// What is made of the differences.
  public var form: Form

  /// Losses at θ and at each θ + ε·z; `queries` is at least 1.
  public init(epsilon: Scheduled, queries: Int, form: Form = .slopes) {
    self.epsilon = epsilon
    self.queries = queries
    self.form = form
  }

  /// A direction is asked for once.
  public var isPaired: Bool { false }
  /// One loss has no deviation.
  public var offers: Offers { queries > 1 ? [.deviation] : [] }
  /// Rules may divide by the losses' deviation, which one loss does not have.
  public var fewestQueries: Int { min(queries, 2) }
  /// On a linear loss each difference is the slope along its direction.
  public var moments: SlopeMoments? { .mean(of: queries) }

  /// 1 for slopes; ε for differences, by which they are smaller.
  public func unit(at moment: Moment) -> Double {
    form == .slopes ? 1 : Double(epsilon.value(at: moment))
  }

  /// One pass per query and one at θ.
  public func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: queries + 1)
  }

  /// Asks for all losses together; the reported loss is that at θ.
  ///
  /// - Throws: the first loss that is not finite.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<queries).map { step.key(query: $0) }
    let values = try losses([.none] + keys.map { .along($0, by: epsilon) }).map(Double.init)
    let divisor = form == .slopes ? Double(epsilon) : 1
    let terms = keys.enumerated().map { query, key in
      DirectionTerm(
        key: key, scale: Float((values[query + 1] - values[0]) / divisor / Double(queries)))
    }
    return Estimate(
      loss: Float(values[0]), terms: terms, deviation: Self.deviation(of: values.dropFirst()))
  }

  /// The standard deviation of a sample, over one less than its size; nil of fewer than two.
  static func deviation(of values: some Collection<Double>) -> Float? {
    guard values.count > 1 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Float((sum / Double(values.count - 1)).squareRoot())
  }
}

extension OneSided {
  static let part = EstimatorPart("one-sided", of: EstimatorSettings.Probing.self) { h, making in
    OneSided(epsilon: making.distance(h.epsilon), queries: h.queries)
  }

  static let fzooPart = EstimatorPart("fzoo", of: EstimatorSettings.Batch.self) { h, making in
    OneSided(epsilon: making.distance(h.epsilon), queries: h.queries, form: .differences)
  }
}
