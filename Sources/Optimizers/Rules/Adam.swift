import Foundation
import Tensors

/// Adam's direction (Kingma and Ba 2015, arXiv:1412.6980): `m̂ / (√v̂ + ε)`.
public struct Adam: UpdateRule {
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double

  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public var slots: Int { 2 }

  public func apply(_ chunk: UpdateChunk) {
    Kernels.adam(
      chunk.gradient, first: chunk.state[0], second: chunk.state[1], beta1: Float(beta1),
      beta2: Float(beta2), correction1: Float(1 - pow(beta1, Double(chunk.step))),
      correction2: Float(1 - pow(beta2, Double(chunk.step))), epsilon: Float(epsilon))
  }
}
