import Foundation
import Tensors

/// An annealed momentum over a running diagonal of the curvature, clipped from below (HELENE).
///
/// `m ← β₁·m + α·g`, α = β₁ + (1 − β₁)·e^(−t/T); `h ← β₂·h + (1 − β₂)·g∘g` every `interval` steps;
/// `g ← m / (γ·max(h, λ) + ε)`. g∘g of the zeroth-order estimate stands for the Gauss–Newton
/// diagonal, of which it is proportional to an estimate where labels are the model's own
/// (arXiv:2411.10696).
package struct ClippedNewton: UpdateRule {
  /// β₁, the decay of the momentum.
  package var beta1: Double
  /// β₂, the decay of the curvature.
  package var beta2: Double
  /// T; nil are the steps of the run.
  package var anneal: Int?
  /// Steps between updates of the curvature.
  package var interval: Int
  /// γ, the factor of the curvature.
  package var gamma: Float
  /// λ, the floor of the curvature.
  package var lambda: Float
  /// ε, what is added to the divisor.
  package var epsilon: Float

  package init(
    beta1: Double = 0.9, beta2: Double = 0.99, anneal: Int? = nil, interval: Int = 1,
    gamma: Float = 1, lambda: Float = 1, epsilon: Float = 1e-8
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.anneal = anneal
    self.interval = interval
    self.gamma = gamma
    self.lambda = lambda
    self.epsilon = epsilon
  }

  package var slots: Int { 2 }
  package var scratch: Int { 1 }

  /// α at a step.
  package func gain(at moment: Moment) -> Double {
    let length = Double(anneal ?? moment.horizon)
    return beta1 + (1 - beta1) * exp(-Double(moment.step) / length)
  }

  package func apply(_ chunk: UpdateChunk) {
    let (momentum, curvature, divisor) = (chunk.state[0], chunk.state[1], chunk.scratch[0])
    let moment = chunk.facts.moment
    Kernels.addScaled(
      chunk.gradient, weight: Float(gain(at: moment)), to: momentum, decay: Float(beta1))
    if (moment.step - 1) % interval == 0 {
      Kernels.addSquares(
        of: chunk.gradient, weight: Float(1 - beta2), to: curvature, decay: Float(beta2))
    }
    Kernels.fill(divisor, lambda)
    Kernels.maximum(curvature, into: divisor)
    chunk.gradient.copy(from: momentum)
    Kernels.divide(chunk.gradient, by: divisor, scale: gamma, outer: epsilon)
  }
}
