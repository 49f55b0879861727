import Foundation
import Tensors
import Vocabulary

/// Adam's direction with moments rebuilt from the last steps' keys and slopes (AdaMeZO).
///
/// `m = Σ β₁ᵏ c_k z_k, v = Σ β₂ᵏ c_k² z_k²` over the last `window` steps; g ← m / √(v + ε). The
/// first `window` steps, in which it fills, are plain: g ← g / 100, which with a rate 100 times
/// that of MeZO is MeZO's step. arXiv:2605.00650. What is kept is the keys and slopes, not the
/// moments. The authors' code (`upstream`) adds ε outside of the root, and is plain one step
/// longer.
package struct RebuiltAdam: UpdateRule {
  /// The decay of the first moment.
  package var beta1: Double
  /// The decay of the second moment.
  package var beta2: Double
  /// ε, what is added to the second moment under the root, or to the root.
  package var epsilon: Float
  /// Steps of which keys and slopes are kept.
  package var window: Int
  /// Whether it does as the authors' code where that differs from the paper.
  package var upstream: Bool

  package init(
    beta1: Double = 0.7, beta2: Double = 0.9, epsilon: Float = 1e-5, window: Int = 10,
    upstream: Bool = false
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.window = window
    self.upstream = upstream
  }

  /// Steps before the first by Adam's direction.
  private var plainSteps: Int { window + (upstream ? 1 : 0) }

  /// What the rate of the plain steps is divided by.
  private static let plain: Float = 100

  /// A key in four floats and a slope per step, newest first, and the steps so far, of which it
  /// counts one more than the plain ones.
  package var scalars: Int { 5 * window + 1 }
  package var scratch: Int { 2 }

  package var needs: [Need] {
    [
      Need(
        .formerDirections, "without rebuilt-adam: its moments are of weights, under update"),
      Need(
        [.oneSlope, .undivided],
        "without rebuilt-adam: it needs one slope along one direction"),
    ]
  }

  package func begin(_ facts: StepFacts, _ scalars: FloatView) {
    guard let term = facts.estimate.terms?.first else { return }
    let old = scalars.part(0, 5 * (window - 1)).array
    scalars.part(0, 5).copy(from: term.key.floats + [term.scale])
    scalars.part(5, old.count).copy(from: old)
    scalars[5 * window] = min(scalars[5 * window] + 1, Float(plainSteps + 1))
  }

  package func apply(_ chunk: UpdateChunk) {
    guard Int(chunk.scalars[5 * window]) > plainSteps else {
      return Kernels.scale(chunk.gradient, by: 1 / Self.plain)
    }
    let (z, second) = (chunk.scratch[0], chunk.scratch[1])
    Kernels.fill(chunk.gradient, 0)
    Kernels.fill(second, 0)
    for age in 0..<window {
      let entry = chunk.scalars.part(5 * age, 5).array
      let slope = Double(entry[4])
      chunk.direction(RandomKey(floats: Array(entry[..<4])), z)
      Kernels.add(Float(pow(beta1, Double(age)) * slope), times: z, to: chunk.gradient)
      Kernels.addSquares(
        of: z, weight: Float(pow(beta2, Double(age)) * slope * slope), to: second)
    }
    Kernels.divide(
      chunk.gradient, byRootOf: second, inner: upstream ? 0 : epsilon,
      outer: upstream ? epsilon : 0)
  }
}

extension RebuiltAdam {
  struct Window: Settings {
    @Setting(.window()) var window: Int
    init() {}
  }

  static let part = RulePart("rebuilt-adam", Window.self) { h, _ in
    RebuiltAdam(window: h.window)
  }
}
