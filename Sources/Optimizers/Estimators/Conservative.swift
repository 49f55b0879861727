import Tensors
import Vocabulary

/// Takes the best of θ, θ − η·ĝ and θ + η·ĝ on the same batch.
///
/// Bergou et al. 2020; ZO-SGD-Cons of ZO-Bench. The candidates are places, not weights: rejecting
/// both leaves the weights untouched, bit for bit. A candidate whose loss is not finite is
/// rejected. Ties go to a move, as in ZO-LLM's code: back only if L₁ > L₀ and L₀ < L₂. Five forward
/// passes, four when one of them was at θ anyway.
package struct Conservative: QueryCounted {
  /// The learning rate of the step that is tried.
  package var rate: Scheduled
  /// Directions of a step.
  package var queries: Int
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Whether a slope is a difference to the loss at the weights.
  package var isOneSided: Bool

  package init(
    epsilon: Scheduled, queries: Int = 1, rate: Scheduled, isOneSided: Bool = false
  ) {
    self.epsilon = epsilon
    self.queries = queries
    self.rate = rate
    self.isOneSided = isOneSided
  }

  private var inner: any Estimator {
    isOneSided
      ? OneSided(epsilon: epsilon, queries: queries)
      : TwoSided(epsilon: epsilon, queries: queries)
  }

  package var isPaired: Bool { !isOneSided }

  package var needs: [Need] {
    [
      Need(
        .plainDescent, in: "update",
        "empty: what conservative probes tried is plain descent")
    ]
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: (isOneSided ? queries + 1 : 2 * queries + 1) + 2)
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    var estimate = try inner.estimate(step, losses)
    if !isOneSided { estimate.loss = try losses([.none])[0] }
    let terms = estimate.terms ?? []
    let rate = rate.value(at: step.moment)
    let forward = Self.loss(at: Self.scaled(terms, by: -rate), losses)
    let back = Self.loss(at: Self.scaled(terms, by: rate), losses)
    let stays = forward > estimate.loss && estimate.loss < back
    let turns = !(forward < back)
    estimate.terms = stays ? [] : Self.scaled(terms, by: turns ? -1 : 1)
    return estimate
  }

  private static func loss(at terms: [DirectionTerm], _ losses: LossOracle) -> Float {
    let found = try? losses([Displacement(terms)])
    return found?.first ?? .infinity
  }

  static func scaled(_ terms: [DirectionTerm], by factor: Float) -> [DirectionTerm] {
    terms.map { DirectionTerm(key: $0.key, scale: factor * $0.scale, part: $0.part) }
  }
}

extension Conservative {
  static let part = EstimatorPart("conservative", of: EstimatorSettings.Probing.self) { h, making in
    Conservative(epsilon: making.distance(h.epsilon), queries: h.queries, rate: making.rate)
  }
}
