import Foundation
import Tensors

/// A heavy ball that every query of a step pushes and that moves the weights after each (LOREN).
///
/// `m ← β·m + gᵢ; θ ← θ − η·m` for query after query; `g` becomes the sum of the K momenta. A
/// vector moves by Σ gᵢ, as the authors' code has it (github.com/hseung88/loren).
package struct QueryMomentum: UpdateRule {
  package var factor: Float

  package init(_ factor: Float) { self.factor = factor }

  package var slots: Int { factor == 0 ? 0 : 1 }
  package var scratch: Int { factor == 0 ? 0 : 1 }

  package func apply(_ chunk: UpdateChunk) {
    guard let momentum = chunk.state.first, chunk.slice.rows > 1 else { return }
    Kernels.fill(chunk.gradient, 0)
    for term in chunk.facts.estimate.terms ?? [] {
      chunk.direction(term.key, chunk.scratch[0])
      Kernels.addScaled(chunk.scratch[0], weight: term.scale, to: momentum, decay: factor)
      Kernels.add(1, times: momentum, to: chunk.gradient)
    }
  }
}
