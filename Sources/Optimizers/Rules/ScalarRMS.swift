import Foundation
import Tensors
import Vocabulary

/// `g ← g / (√v̂ + ζ)` with v the running average of c², one number for all parameters (MEAZO).
///
/// v ← β·v + (1 − β)·c², v̂ = v / (1 − βᵗ); c is the mean slope over the queries. arXiv:2605.03869.
package struct ScalarRMS: UpdateRule {
  /// β, the decay of the average.
  package var beta: Double
  /// ζ, what is added to the root.
  package var zeta: Float

  package init(beta: Double = 0.99, zeta: Float = 1e-8) {
    self.beta = beta
    self.zeta = zeta
  }

  /// The average, and the factor of this step.
  package var scalars: Int { 2 }

  package var needs: [Need] {
    [Need(.slopes, "without scalar-rms: a backward pass has no slopes")]
  }

  package func begin(_ facts: StepFacts, _ scalars: FloatView) {
    let slope = (facts.estimate.terms ?? []).reduce(0) { $0 + Double($1.scale) }
    let average = beta * Double(scalars[0]) + (1 - beta) * slope * slope
    scalars[0] = Float(average)
    let corrected = average / (1 - pow(beta, Double(facts.moment.step)))
    scalars[1] = corrected > 0 ? 1 / (Float(corrected.squareRoot()) + zeta) : 0
  }

  package func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: chunk.scalars[1])
  }
}

extension ScalarRMS {
  struct Running: Settings {
    @Setting(.beta2(0.99)) var beta: Double
    init() {}
  }

  static let part = RulePart("scalar-rms", Running.self) { h, _ in ScalarRMS(beta: h.beta) }
}
