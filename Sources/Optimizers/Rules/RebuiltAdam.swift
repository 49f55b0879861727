import Foundation
import Tensors

/// Adam's direction with moments rebuilt from the last steps' keys and slopes (AdaMeZO).
///
/// `m = Σ β₁ᵏ c_k z_k, v = Σ β₂ᵏ c_k² z_k²` over the last `window` steps; g ← m / (√v + ε).
/// arXiv:2605.00650. What is kept is the keys and slopes, not the moments.
public struct RebuiltAdam: UpdateRule {
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Float
  public var window: Int

  public init(beta1: Double = 0.7, beta2: Double = 0.9, epsilon: Float = 1e-5, window: Int = 10) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.window = window
  }

  /// A key in four floats and a slope per step, newest first, and how many there are.
  public var scalars: Int { 5 * window + 1 }
  public var scratch: Int { 2 }

  public func begin(_ facts: StepFacts, _ scalars: FloatView) {
    guard let term = facts.estimate.terms?.first else { return }
    let old = scalars.part(0, 5 * (window - 1)).array
    scalars.part(0, 5).copy(from: term.key.floats + [term.scale])
    scalars.part(5, old.count).copy(from: old)
    scalars[5 * window] = min(scalars[5 * window] + 1, Float(window))
  }

  public func apply(_ chunk: UpdateChunk) {
    let (z, second) = (chunk.scratch[0], chunk.scratch[1])
    Kernels.fill(chunk.gradient, 0)
    Kernels.fill(second, 0)
    for age in 0..<Int(chunk.scalars[5 * window]) {
      let entry = chunk.scalars.part(5 * age, 5).array
      let slope = Double(entry[4])
      chunk.direction(RandomKey(floats: Array(entry[..<4])), z)
      Kernels.add(Float(pow(beta1, Double(age)) * slope), times: z, to: chunk.gradient)
      Kernels.addSquares(
        of: z, weight: Float(pow(beta2, Double(age)) * slope * slope), to: second)
    }
    Kernels.divide(chunk.gradient, byRootOf: second, outer: epsilon)
  }
}
