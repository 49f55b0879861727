import Tensors
import Vocabulary

/// A population that shares out the batch: each example is seen by members of its own (EGGROLL).
///
/// An example has `members` of them, in pairs at θ ± σ·Dᵢⱼ; a pass evaluates one member of every
/// example, so that N = B·members losses take `members` passes. The rewards of one example are
/// compared among themselves, with the deviation of all. The estimate is −(σ/√N)·Σ z·s·Dᵢⱼ
/// (arXiv:2511.16652; ESHyperscale/HyperscaleES, `noiser/eggroll.py`).
package struct GroupedPopulation: ExampleEstimator {
  package var epsilon: Scheduled
  /// Members that see an example; even.
  package var members: Int
  package var shaping: Shaping

  package init(epsilon: Scheduled, members: Int, shaping: Shaping = .stabilized) {
    self.epsilon = epsilon
    self.members = members
    self.shaping = shaping
  }

  package var offers: Offers { .displacedExamples }
  package var needs: [Need] { [.directionsOfExamples] }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: members) }

  package func estimate(
    _ step: ProbeStep, examples: ExampleOracle
  ) throws(Divergence) -> Estimate {
    let distance = epsilon.value(at: step.moment)
    let keys = (0..<members / 2).map { $0 == 0 ? step.key : step.key.folding(UInt64($0) << 32) }
    let places = keys.flatMap { [Displacement.each($0, by: distance), .each($0, by: -distance)] }
    let values = try examples(places)
    let count = values[0].count
    let rewards = (0..<count).flatMap { example in values.map { -Double($0[example]) } }
    let weights = shaping.weights(rewards, group: members)
    let factor = Double(distance) / Double(count * members).squareRoot()
    let terms = keys.enumerated().flatMap { pair, key in
      (0..<count).map { example in
        let first = example * members + 2 * pair
        return DirectionTerm(
          key: key.folding(UInt64(example)),
          scale: Float(-factor * (weights[first] - weights[first + 1])))
      }
    }
    let loss = -rewards.reduce(0, +) / Double(max(rewards.count, 1))
    return Estimate(loss: Float(loss), terms: terms)
  }
}
