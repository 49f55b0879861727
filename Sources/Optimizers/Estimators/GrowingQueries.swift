import Foundation
import Tensors
import Vocabulary

/// Two-sided estimates whose number of queries grows with the epochs (AdaZeta's schedule).
///
/// In epoch e = 1, 2, … there are `min(max(⌊α·e^β⌋, 1), most)` queries. arXiv:2406.18060.
package struct GrowingQueries: Estimator {
  /// How far from the weights the probes are.
  package var epsilon: Scheduled
  /// α of the number of queries.
  package var alpha: Double
  /// β of the number of queries.
  package var beta: Double
  /// Queries of a step at most.
  package var most: Int
  /// Steps of an epoch; nil are those in which the run sees every training example once.
  package var epoch: Int?

  package init(
    epsilon: Scheduled, alpha: Double = 0.85, beta: Double = 0.45, most: Int = 20,
    epoch: Int? = nil
  ) {
    self.epsilon = epsilon
    self.alpha = alpha
    self.beta = beta
    self.most = most
    self.epoch = epoch
  }

  /// Queries per step in an epoch: 1, 2, ….
  package func queries(epoch: Int) -> Int {
    // The smaller of both is taken before the conversion, which traps beyond the integers.
    max(Int(min(alpha * pow(Double(epoch), beta), Double(most))), 1)
  }

  private func queries(at moment: Moment) -> Int {
    queries(epoch: epoch.map { (moment.step - 1) / $0 + 1 } ?? moment.epoch)
  }

  private func inner(_ moment: Moment) -> TwoSided {
    TwoSided(epsilon: epsilon, queries: queries(at: moment))
  }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    inner(moment).cost(at: moment, parts: parts)
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    stretch.parts(ofConstant: { queries(at: $0) })
      .reduce(StepCost()) { $0 + inner($1.start).cost(over: $1, parts: parts) }
  }

  /// Without a second query it is MeZO.
  package func equivalent(over stretch: Stretch) -> String? {
    stretch.parts(ofConstant: { queries(at: $0) }).allSatisfy { queries(at: $0.start) == 1 }
      ? "zo-sgd" : nil
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try inner(step.moment).estimate(step, losses)
  }
}

extension GrowingQueries {
  struct Growing: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.growth()) var alpha: Double
    @Setting(.growthPower()) var beta: Double
    @Setting(20, .count, "The most queries of a step.") var most: Int
    @Setting(
      0, .notNegative, "Of an epoch; 0 are those of a pass over the training examples.",
      unit: "steps")
    var epoch: Int
    init() {}
  }

  static let part = EstimatorPart("growing-queries", of: Growing.self) { h, making in
    GrowingQueries(
      epsilon: making.distance(h.epsilon), alpha: h.alpha, beta: h.beta, most: h.most,
      epoch: h.epoch == 0 ? nil : h.epoch)
  }
}
