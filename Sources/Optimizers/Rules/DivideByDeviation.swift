import Tensors

/// `g ← g / σ`, with σ the standard deviation of the probes' losses (FZOO, arXiv:2506.09034).
///
/// E σ² ≈ ε²·‖∇L‖², so this makes the gradient's length 1 / ε. Where σ says nothing (all losses
/// equal), there is no step.
package struct DivideByDeviation: UpdateRule {
  /// Whether σ divides by the number of probes, as FZOO's code, and not by one less.
  package var isBiased: Bool
  /// What is added to σ.
  package var plus: Float

  package init(isBiased: Bool = false, plus: Float = 0) {
    self.isBiased = isBiased
    self.plus = plus
  }

  package var needs: [Need] {
    [Need(.deviation, "without divide-by-deviation: this estimator has no deviation of losses")]
  }

  package func apply(_ chunk: UpdateChunk) {
    let estimate = chunk.facts.estimate
    let count = Float(estimate.terms?.count ?? 0)
    var deviation = estimate.deviation ?? 0
    if isBiased, count > 0 { deviation *= ((count - 1) / count).squareRoot() }
    guard deviation >= 1e-8 * max(1, abs(estimate.loss)) else {
      return Kernels.fill(chunk.gradient, 0)
    }
    Kernels.scale(chunk.gradient, by: 1 / (deviation + plus))
  }
}

extension DivideByDeviation {
  static let part = RulePart("divide-by-deviation") { DivideByDeviation() }
}
