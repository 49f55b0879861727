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
  package var isNormalized: Bool

  package init(
    epsilon: Scheduled, candidates: Int, share: Double = 0.5, isNormalized: Bool = false
  ) {
    self.epsilon = epsilon
    self.candidates = candidates
    self.share = share
    self.isNormalized = isNormalized
  }

  package var isPaired: Bool { false }

  package var moments: SlopeMoments? {
    .gap(low: good, of: candidates, isNormalized: isNormalized)
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
    if isNormalized {
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

/// MeZO-GV with the best direction of the previous step as one of two candidates.
///
/// The surviving direction is probed again on this step's batch against a new one; v is the better
/// minus the worse. The first step has two new ones. Four forward passes; it remembers a key (four
/// floats). arXiv:2601.04710, the history variant of the authors' repository.
package struct GuidedByHistory: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Guided by the step before, at a distance.
  package init(epsilon: Scheduled) { self.epsilon = epsilon }

  package var isPaired: Bool { false }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 4) }

  package func memory(parts: Int) -> Int { 4 }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let isFirst = step.memory.allSatisfy { $0 == 0 }
    let survivor = isFirst ? step.key(query: 1) : RandomKey(floats: step.memory)
    let keys = [survivor, step.key(query: 0)]
    let values = try losses(keys.map { .along($0, by: epsilon) })
    let best = values[1] < values[0] ? 1 : 0
    let guide = [
      DirectionTerm(key: keys[best], scale: 1), DirectionTerm(key: keys[1 - best], scale: -1),
    ]
    return try Guided.slope(along: guide, epsilon, losses)
  }

  /// The first term of an estimate is the better direction.
  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    estimate.terms?.first?.key.floats ?? step.memory
  }
}

/// The two-sided slope along the best of M probed directions (MeZO-Greedy, arXiv:2601.04710).
///
/// The loss at θ + ε·z of the chosen direction is known from the probing, so that M + 1 forward
/// passes do, where the paper spends M + 2.
package struct Greedy: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Directions among which the best one is taken.
  package var candidates: Int

  /// The best of several directions, at a distance.
  package init(epsilon: Scheduled, candidates: Int) {
    self.epsilon = epsilon
    self.candidates = candidates
  }

  package var isPaired: Bool { false }
  package var offers: Offers { [.oneSlope] }
  package var moments: SlopeMoments? { .least(of: candidates) }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    StepCost(forwards: candidates + 1)
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let keys = (0..<candidates).map { step.key(query: $0) }
    let values = try losses(keys.map { .along($0, by: epsilon) })
    let best = values.indices.min { (values[$0], $0) < (values[$1], $1) } ?? 0
    let (above, below) = (values[best], try losses([.along(keys[best], by: -epsilon)])[0])
    let slope = (Double(above) - Double(below)) / (2 * Double(epsilon))
    return Estimate(
      loss: (above + below) / 2, terms: [DirectionTerm(key: keys[best], scale: Float(slope))])
  }
}

extension Greedy {
  static let part = EstimatorPart("greedy", of: EstimatorSettings.Candidates.self) { h, making in
    Greedy(epsilon: making.distance(h.epsilon), candidates: h.candidates)
  }
}
