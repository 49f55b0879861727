import Foundation
import Tensors
import Vocabulary

/// One slope of the batch whose examples cannot be told from it: the mean of their clipped slopes,
/// with Gaussian noise (DPZero).
///
/// c = (1/B)·Σ clip((ℓᵢ₊ − ℓᵢ₋) / 2ε, ±C) + N(0, (2σC/B)²) along one z of the step. An example that
/// is exchanged moves the mean by 2C/B at most, so σ is the noise multiplier of the Gaussian
/// mechanism. The noise comes from the step's key, so that a replay makes it again. Two forward
/// passes. arXiv:2310.09639 (ICML 2024); Liang137/DPZero, `opt/src/trainer.py`.
package struct PrivateSlope: ExampleEstimator {
  package var epsilon: Scheduled
  /// C: the largest slope of an example.
  package var limit: Float
  /// σ.
  package var noise: Float

  package init(epsilon: Scheduled, limit: Float, noise: Float) {
    self.epsilon = epsilon
    self.limit = limit
    self.noise = noise
  }

  package var offers: Offers { [.oneSlope] }

  package func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }

  package func estimate(
    _ step: ProbeStep, examples: ExampleOracle
  ) throws(Divergence) -> Estimate {
    let (distance, key) = (epsilon.value(at: step.moment), step.key(query: 0))
    let values = try examples([.along(key, by: distance), .along(key, by: -distance)])
    let (width, limit) = (2 * Double(distance), Double(limit))
    let slopes = zip(values[0], values[1]).map { above, below in
      min(max((Double(above) - Double(below)) / width, -limit), limit)
    }
    let count = Double(max(slopes.count, 1))
    let deviation = 2 * Double(noise) * limit / count
    let slope = slopes.reduce(0, +) / count + deviation * step.key.folding(.drawing).gaussian()
    let sum = values.joined().reduce(0.0) { $0 + Double($1) }
    return Estimate(
      loss: Float(sum / (2 * count)), terms: [DirectionTerm(key: key, scale: Float(slope))])
  }
}

extension RandomKey {
  /// A normal number of this key, by the formula of Box and Muller.
  func gaussian() -> Double {
    (-2 * log(1 - fraction(0))).squareRoot() * cos(2 * .pi * fraction(1))
  }
}
