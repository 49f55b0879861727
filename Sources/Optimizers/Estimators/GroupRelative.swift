import Tensors
import Vocabulary

/// Two losses per example, all in two passes: cᵢ = (ℓᵢ₊ − ℓᵢ₋) / 2ε along the example's own Δᵢ.
///
/// The estimate is the mean of cᵢ·Δᵢ over the examples (GRZO, arXiv:2606.02857). Its deviation is
/// that of ℓᵢ₊ − ℓᵢ₋ over one less than the examples, so that dividing by it gives the paper's
/// `Σ aᵢ·Δᵢ / (2εB)`; of one example it is 1, which leaves the step of MeZO along Δ₁.
package struct GroupRelative: ExampleEstimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled

  /// Probes of every example, at a distance.
  package init(epsilon: Scheduled) { self.epsilon = epsilon }

  package var offers: Offers { [.deviation, .displacedExamples] }
  package var needs: [Need] { [.directionsOfExamples] }
  package var moments: SlopeMoments? { .ofExamples }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }

  package func estimate(
    _ step: ProbeStep, examples: ExampleOracle
  ) throws(Divergence) -> Estimate {
    let epsilon = epsilon.value(at: step.moment)
    let values = try examples([.each(step.key, by: epsilon), .each(step.key, by: -epsilon)])
    let differences = zip(values[0], values[1]).map { Double($0) - Double($1) }
    let divisor = 2 * Double(epsilon) * Double(max(differences.count, 1))
    let terms = differences.enumerated().map { example, difference in
      DirectionTerm(key: step.key(query: example), scale: Float(difference / divisor))
    }
    let sum = values.joined().reduce(0.0) { $0 + Double($1) }
    return Estimate(
      loss: Float(sum / Double(max(2 * differences.count, 1))), terms: terms,
      deviation: OneSided.deviation(of: differences) ?? 1)
  }
}

extension GroupRelative {
  struct Alone: Settings {
    @Setting(.epsilon()) var epsilon: Float
    init() {}
  }

  static let part = EstimatorPart("per-example", of: Alone.self) { h, making in
    GroupRelative(epsilon: making.distance(h.epsilon))
  }
}
