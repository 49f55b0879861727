import Foundation
import Tensors
import Vocabulary

/// Momentum as a sum or as an average of the past; `g` becomes it.
///
/// `m ← μ·m + g` (PyTorch's SGD without dampening) or `m ← μ·m + (1 − μ)·g`: their step lengths
/// differ by 1 / (1 − μ). An average may begin at the first g instead of at 0. With μ = 0 it keeps
/// no state.
public struct Momentum: UpdateRule {
  /// What the momentum is of the gradients.
  public enum Form: String, SettingChoice {
    case sum, average
  }

  /// μ, what is kept of the past.
  public var factor: Float
  /// Sum or average.
  public var form: Form
  /// Whether the first momentum is the first gradient itself, also as an average.
  public var beginsAtGradient: Bool

  /// A momentum that is a sum when nothing is said.
  public init(_ factor: Float, _ form: Form = .sum, beginsAtGradient: Bool = false) {
    self.factor = factor
    self.form = form
    self.beginsAtGradient = beginsAtGradient
  }

  /// One float per parameter, the momentum; none where nothing is kept of it.
  public var slots: Int { factor == 0 ? 0 : 1 }

  /// Leaves the new momentum in the place of the gradient.
  public func apply(_ chunk: UpdateChunk) {
    guard let momentum = chunk.state.first else { return }
    let isWhole = form == .sum || (beginsAtGradient && chunk.facts.moment.step == 1)
    Kernels.scale(momentum, by: factor)
    Kernels.add(isWhole ? 1 : 1 - factor, times: chunk.gradient, to: momentum)
    chunk.gradient.copy(from: momentum)
  }
}

extension Momentum {
  struct Past: Settings {
    @Setting(.momentum(0.9)) var factor: Float
    @Setting(.form()) var form: Form
    init() {}
  }

  static let part = RulePart("momentum", Past.self) { h, _ in Momentum(h.factor, h.form) }
}

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
