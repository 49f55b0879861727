import Foundation
import Tensors
import Vocabulary

/// Adam's direction (Kingma and Ba 2015, arXiv:1412.6980): `m̂ / (√v̂ + ε)`, and its kin.
public struct Adam: UpdateRule {
  /// What the second moment is.
  public enum Second: String, Hashable, Sendable {
    /// The average of g².
    case squares
    /// The largest of these averages so far (AMSGrad; ZO-AdaMM, Chen et al. 2019).
    case largest
    /// The average of m², the momentum squared (R-AdaZO, arXiv:2502.01014).
    case momentum
  }

  /// The decay of the first moment.
  public var beta1: Double
  /// The decay of the second moment.
  public var beta2: Double
  /// What is added to the root of the second moment.
  public var epsilon: Double
  /// What the second moment is.
  public var second: Second
  /// Whether the moments are divided by 1 − βᵗ.
  public var correctsBias: Bool
  /// Whether ε is added to the uncorrected root, as the Hugging Face AdamW 4.28 does.
  public var addsEpsilonEarly: Bool

  /// The paper's constants when nothing is said; decays lie in 0 ..< 1.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    second: Second = .squares, correctsBias: Bool = true, addsEpsilonEarly: Bool = false
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.second = second
    self.correctsBias = correctsBias
    self.addsEpsilonEarly = addsEpsilonEarly
  }

  /// Two floats per parameter, m and v, and a third where the largest v is kept.
  public var slots: Int { second == .largest ? 3 : 2 }

  /// Brings the moments up to date and leaves the direction in the place of the gradient.
  public func apply(_ chunk: UpdateChunk) {
    let first = correctsBias ? 1 - pow(beta1, Double(chunk.step)) : 1
    let other = correctsBias ? 1 - pow(beta2, Double(chunk.step)) : 1
    let outer = addsEpsilonEarly ? epsilon / other.squareRoot() : epsilon
    if second == .squares {
      return Kernels.adam(
        chunk.gradient, first: chunk.state[0], second: chunk.state[1], beta1: Float(beta1),
        beta2: Float(beta2), correction1: Float(first), correction2: Float(other),
        epsilon: Float(outer))
    }
    let (g, m, v) = (chunk.gradient, chunk.state[0], chunk.state[1])
    Kernels.addScaled(g, weight: Float(1 - beta1), to: m, decay: Float(beta1))
    Kernels.addSquares(
      of: second == .momentum ? m : g, weight: Float(1 - beta2), to: v, decay: Float(beta2))
    if second == .largest { Kernels.maximum(v, into: chunk.state[2]) }
    g.copy(from: m)
    Kernels.divide(
      g, byRootOf: second == .largest ? chunk.state[2] : v, scale: Float(1 / first),
      correction: Float(other), outer: Float(outer))
  }
}

extension Adam {
  struct Moments: Settings {
    @Setting(.beta1()) var beta1: Double
    @Setting(.beta2()) var beta2: Double
    @Setting(.adamEpsilon()) var epsilon: Double
    init() {}
  }

  private static func part(_ name: String, _ second: Second) -> RulePart {
    RulePart(name, Moments.self) { h, _ in
      Adam(
        beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, second: second,
        correctsBias: second != .momentum)
    }
  }

  static let part = part("adam", .squares)
  static let amsgradPart = part("amsgrad", .largest)
  static let refinedPart = part("r-adazo", .momentum)
}

/// Adam's two moments of coordinates, without correction of bias: m goes on to the weights, and the
/// second stays for `DivideBySquares` (TeZO-Adam, arXiv:2501.19057).
package struct FactoredMoments: UpdateRule {
  /// The decay of the first moment.
  package var beta1: Double
  /// The decay of the second moment.
  package var beta2: Double

  package init(beta1: Double, beta2: Double) {
    self.beta1 = beta1
    self.beta2 = beta2
  }

  package var slots: Int { 2 }

  package func apply(_ chunk: UpdateChunk) {
    let (g, m, v) = (chunk.gradient, chunk.state[0], chunk.state[1])
    Kernels.addScaled(g, weight: Float(1 - beta1), to: m, decay: Float(beta1))
    Kernels.addSquares(of: g, weight: Float(1 - beta2), to: v, decay: Float(beta2))
    g.copy(from: m)
  }
}

/// `g ← g / √(V + ε)`, V the map of the coordinates' last state with every factor squared: of a
/// matrix `Σ_s v_s·u_s²·(v_s²)ᵀ`, which is the second moment of its elements without the products
/// of different s.
package struct DivideBySquares: UpdateRule {
  /// What is added to V.
  package var epsilon: Float

  package init(epsilon: Float) { self.epsilon = epsilon }

  package var scratch: Int { 1 }

  package func apply(_ chunk: UpdateChunk) {
    let squares = chunk.scratch[0]
    chunk.squares(squares)
    Kernels.divide(chunk.gradient, byRootOf: squares, inner: epsilon)
  }
}
