import Tensors

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
