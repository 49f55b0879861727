import Tensors
import Vocabulary

/// Two-sided estimates of a batch, corrected by those of all data at an anchor (MeZO-SVRG).
///
/// Every `interval` steps, from the first on, the weights become the anchor θ̄ and g is estimated
/// there over all training data. In between the estimate is `ĝ_B(θ) − ĝ_B(θ̄) + g`, both batch
/// estimates along the same directions. g is a sum of few (key, scale) terms, so remembering it
/// takes five floats per query and none per parameter; the anchor takes one per parameter.
/// `2·queries` forward passes per batch of the data, in between `4·queries`. arXiv:2404.08080.
package struct VarianceReduced: DataEstimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// Directions of a step.
  package var queries: Int
  /// Steps between estimates over all data.
  package var interval: Int
  /// What the estimate over all data is multiplied by in its own step: η₁/η₂.
  package var anchorFactor: Float

  package init(epsilon: Scheduled, queries: Int = 1, interval: Int = 2, anchorFactor: Float = 1) {
    self.epsilon = epsilon
    self.queries = queries
    self.interval = interval
    self.anchorFactor = anchorFactor
  }

  package var needs: [Need] {
    [Need(.anchor, "one that needs no anchor: no weights are kept")]
  }

  private func isAnchor(_ moment: Moment) -> Bool { (moment.step - 1) % interval == 0 }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    isAnchor(moment) ? costOfAnchor(moment.data) : costBetween
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    let anchors = stretch.beats(every: interval)
    return costOfAnchor(stretch.data) * anchors + costBetween * (stretch.count - anchors)
  }

  private func costOfAnchor(_ data: DataPass) -> StepCost {
    StepCost(forwards: 2 * queries) * data.batches
  }

  private var costBetween: StepCost { StepCost(forwards: 4 * queries) }

  private static let floatsPerTerm = 5

  package func memory(parts: Int) -> Int { Self.floatsPerTerm * queries }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle, overData: DataOracle
  ) throws(Divergence) -> Estimate {
    let probe = TwoSided(epsilon: epsilon, queries: queries)
    guard !isAnchor(step.moment) else {
      var estimate = try probe.estimate(step) { (places: [Displacement]) throws(Divergence) in
        try overData(places, nil)
      }
      estimate.terms = Conservative.scaled(estimate.terms ?? [], by: anchorFactor)
      return estimate
    }
    let here = try probe.estimate(step, losses)
    let back = DirectionTerm(key: Anchor.key, scale: -1)
    let there = try probe.estimate(step) { (places: [Displacement]) throws(Divergence) in
      try losses(places.map { Displacement([back] + $0.terms) })
    }
    let terms = zip(here.terms ?? [], there.terms ?? []).map {
      DirectionTerm(key: $0.key, scale: $0.scale - $1.scale)
    }
    return Estimate(loss: here.loss, terms: terms + Self.terms(step.memory))
  }

  /// After a step at an anchor, its estimate; otherwise what was known.
  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    guard isAnchor(step.moment) else { return step.memory }
    return (estimate.terms ?? []).flatMap { $0.key.floats + [$0.scale / anchorFactor] }
  }

  private static func terms(_ memory: [Float]) -> [DirectionTerm] {
    stride(from: 0, to: memory.count, by: floatsPerTerm).map { start in
      let term = Array(memory[start..<start + floatsPerTerm])
      return DirectionTerm(key: RandomKey(floats: term), scale: term[floatsPerTerm - 1])
    }
  }
}
