import Optimizers
import Vocabulary

/// How the gradient estimates of one optimizer compare with the true gradient g.
package struct EstimatorDiagnosis: Codable, Sendable {
  /// The optimizer whose estimator it is, with the settings that were given.
  package var optimizer: String
  /// Passes of one estimate; a tangent counts as two forwards.
  package var forwards: Int
  package var backwards: Int
  package var trials: Int
  /// The mean of cos(ĝ, g).
  package var cosine: Double
  /// The mean of cos²(ĝ, g)·d per forward pass, and its standard error.
  package var alignment: Double
  package var alignmentError: Double
  /// What theory expects of it on a linear loss; nil where nothing is known.
  package var expectedAlignment: Double?
  /// ⟨mean ĝ, g⟩ / ‖g‖² − 1, and its standard error: 0 of an unbiased estimate.
  ///
  /// Of an estimate that leaves out the division by ε, as if it was divided.
  package var bias: Double
  package var biasError: Double
  package var expectedBias: Double?
  /// E ‖ĝ − E ĝ‖² / ‖g‖².
  package var variance: Double

  init(
    _ label: String, _ optimizer: Optimizer, _ cost: StepCost, _ sample: AlignmentSample,
    trials: Int, on batch: BatchAgreement
  ) {
    let (theory, unit) = (EstimatorTheory(of: optimizer, on: batch), optimizer.unit)
    let perForward = 1 / Double(max(cost.forwards, 1))
    let (alignment, gain) = (sample.alignment * perForward, sample.gain * (1 / unit))
    self.optimizer = label
    forwards = cost.forwards
    backwards = cost.backwards
    self.trials = trials
    cosine = sample.cosine.value
    self.alignment = alignment.value
    alignmentError = alignment.error
    expectedAlignment = theory.map { $0.alignment * perForward }
    bias = gain.value - 1
    biasError = gain.error
    expectedBias = theory.map { $0.gain - 1 }
    variance = sample.variance / (unit * unit)
  }
}

extension Optimizer {
  /// What the estimate of the gradient is multiplied by: ε where losses are not divided by it.
  fileprivate var unit: Double { source.estimator?.unit(at: Moment(step: 1)) ?? 1 }

  /// This optimizer with every probe as far from the weights as `epsilon`.
  func probing(at epsilon: Float) -> Optimizer {
    var optimizer = self
    if case .probes(var estimator, let recipe) = source {
      estimator.epsilon = Scheduled(epsilon)
      optimizer.source = .probes(estimator, along: recipe)
    }
    optimizer.beside = beside.map { $0.probing(at: epsilon) }
    return optimizer
  }
}
