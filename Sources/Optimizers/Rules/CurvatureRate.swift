import Tensors

/// `g ← (κ / T̂) · g`, with T̂ the median of the last nine measured curvatures along an estimate.
///
/// Two-sided probes measure zᵀHz, the second difference (L₊ + L₋ − 2·L₀) / ε², of mean tr H along
/// dense directions; others gᵀHg / gᵀ∇L (`AlongEstimate`). Our own rule, after the best constant
/// step along an estimate on a quadratic, 1 / T.
package struct CurvatureRate: UpdateRule {
  /// κ, the step length in the best constant steps of a quadratic.
  package var kappa: Float
  /// How the rate changes over the steps.
  package var schedule: Schedule

  private static let window = 9
  /// Steps between measurements of the curvature.
  private static let interval = 20

  package init(kappa: Float = 0.1, schedule: Schedule = .constant) {
    self.kappa = kappa
    self.schedule = schedule
  }

  /// The window, how many traces were measured, and the rate.
  package var scalars: Int { Self.window + 2 }

  package var offers: Offers { [.plainDescent, .decayedDescent, .automaticRate] }

  package var needs: [Need] {
    func need(_ offer: Offer, every: Int? = nil, _ reason: String) -> Need {
      Need(offer, every: every, in: "learningRate", "a number: " + reason)
    }
    return [
      need(
        .stepCurvature, every: Self.interval,
        "the curvature is measured by losses of the batch at displaced weights"),
      need(.decayedDescent, "the curvature rule is for plain descent"),
    ]
  }

  package func begin(_ facts: StepFacts, _ scalars: FloatView) {
    guard let trace = facts.estimate.curvature else { return }
    let count = Int(scalars[Self.window])
    scalars[count % Self.window] = trace
    // The count wraps at a multiple of the window, so that it stays exact.
    scalars[Self.window] = Float(count + 1 == 2 * Self.window ? Self.window : count + 1)
    let known = scalars.part(0, min(count + 1, Self.window)).array.sorted()
    let median = known[known.count / 2]
    scalars[Self.window + 1] = median > 0 ? kappa / median : 0
  }

  package func apply(_ chunk: UpdateChunk) {
    let factor = Float(schedule.factor(at: chunk.facts.moment))
    Kernels.scale(chunk.gradient, by: factor * chunk.scalars[Self.window + 1])
  }
}
