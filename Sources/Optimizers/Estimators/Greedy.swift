import Tensors
import Vocabulary

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
  package var offers: Offers { .oneSlope }
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
