import Tensors
import Vocabulary

/// Two-sided probes along everything, and now and then along each part by itself.
///
/// The steps that probe part by part tell directions how large each part's gradient is; they are
/// steps of block-wise descent. Two forward passes, in such a step two per part.
package struct EnergyProbes: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Steps between measurements, from the first step on; nil is never.
  package var every: Int?

  package init(epsilon: Scheduled, every: Int?) {
    self.epsilon = epsilon
    self.every = every
  }

  private func inner(_ moment: Moment) -> any Estimator {
    if let every, (moment.step - 1) % every == 0 {
      return PartByPart(epsilon: epsilon, rate: 0, order: .jacobi)
    }
    return TwoSided(epsilon: epsilon)
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    inner(moment).cost(at: moment, parts: parts)
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    let measured = every.map { stretch.beats(every: $0) } ?? 0
    let others = stretch.count - measured
    return StepCost(forwards: 2 * parts) * measured + StepCost(forwards: 2) * others
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try inner(step.moment).estimate(step, losses)
  }
}
