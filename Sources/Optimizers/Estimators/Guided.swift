import Tensors
import Vocabulary

/// The two-sided slope along the difference of good and bad directions (MeZO-GV,
/// arXiv:2601.04710).
///
/// M directions are probed on one side; v is the mean of the ⌊αM⌋ with the lowest losses minus the
/// mean of the others. M + 2 forward passes. With M = 2 this is MeZO along z₁ − z₂: a two-sided
/// estimate does not see the sign of its direction, so the ranking says nothing.
package struct Guided: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Directions whose losses guide the step.
  package var candidates: Int
  /// α: the share of the candidates that are good.
  package var share: Double
  /// Whether v is scaled to E‖v‖² = d, so that ε and η mean the same for every M.
  package var isNormalised: Bool

  package init(
    epsilon: Scheduled, candidates: Int, share: Double = 0.5, isNormalised: Bool = false
  ) {
    self.epsilon = epsilon
    self.candidates = candidates
    self.share = share
    self.isNormalised = isNormalised
  }

  package var isPaired: Bool { false }

  package var moments: SlopeMoments? {
    .gap(low: good, of: candidates, isNormalised: isNormalised)
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: candidates + 2)
  }

  /// How many candidates are good: at least one, and not all.
  var good: Int { min(max(Int(share * Double(candidates)), 1), candidates - 1) }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<candidates).map { step.key(query: $0) }
    let values = try losses(keys.map { .along($0, by: epsilon) })
    let ranking = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var guide = keys.map { DirectionTerm(key: $0, scale: 0) }
    for (rank, candidate) in ranking.enumerated() {
      guide[candidate].scale = rank < good ? 1 / Float(good) : -1 / Float(candidates - good)
    }
    if isNormalised {
      let square = 1 / Float(good) + 1 / Float(candidates - good)
      guide = Conservative.scaled(guide, by: 1 / square.squareRoot())
    }
    return try Self.slope(along: guide, epsilon, losses)
  }

  /// The two-sided estimate along a combination of directions.
  static func slope(
    along guide: [DirectionTerm], _ epsilon: Float, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let sides = try losses(
      [epsilon, -epsilon].map { side in
        Displacement(Conservative.scaled(guide, by: side))
      })
    let slope = (Double(sides[0]) - Double(sides[1])) / (2 * Double(epsilon))
    return Estimate(
      loss: (sides[0] + sides[1]) / 2, terms: Conservative.scaled(guide, by: Float(slope)))
  }
}

extension Guided {
  static let part = EstimatorPart("guided", of: EstimatorSettings.Candidates.self) { h, making in
    Guided(epsilon: making.distance(h.epsilon), candidates: h.candidates)
  }
}
