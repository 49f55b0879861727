import Tensors
import Vocabulary

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
