import Foundation
import Tensors

/// `g ← g / (√v̂ + ζ)` with v the running average of c², one number for all parameters (MEAZO).
///
/// v ← β·v + (1 − β)·c², v̂ = v / (1 − βᵗ); c² is the mean over the queries. arXiv:2605.03869.
public struct ScalarRMS: UpdateRule {
  public var beta: Double
  public var zeta: Float

  public init(beta: Double = 0.99, zeta: Float = 1e-8) {
    self.beta = beta
    self.zeta = zeta
  }

  /// The average, and the factor of this step.
  public var scalars: Int { 2 }

  public func begin(_ facts: StepFacts, _ scalars: FloatView) {
    let scales = facts.estimate.terms?.map { Double($0.scale) } ?? []
    let square = Double(scales.count) * scales.reduce(0) { $0 + $1 * $1 }
    let average = beta * Double(scalars[0]) + (1 - beta) * square
    scalars[0] = Float(average)
    let corrected = average / (1 - pow(beta, Double(facts.moment.step)))
    scalars[1] = corrected > 0 ? 1 / (Float(corrected.squareRoot()) + zeta) : 0
  }

  public func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: chunk.scalars[1])
  }
}
