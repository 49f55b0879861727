import Tensors

/// Momentum as a sum or as an average of the past; `g` becomes it.
///
/// `m ← μ·m + g` (PyTorch's SGD without dampening) or `m ← μ·m + (1 − μ)·g`: their step lengths
/// differ by 1 / (1 − μ). An average may begin at the first g instead of at 0. With μ = 0 it keeps
/// no state.
public struct Momentum: UpdateRule {
  /// What the momentum is of the gradients.
  public enum Form: String, Hashable, CaseIterable, Sendable {
    case sum, average
  }

  public var factor: Float
  public var form: Form
  /// Whether m is g in the first step.
  public var beginsAtFirst: Bool

  public init(_ factor: Float, _ form: Form = .sum, beginsAtFirst: Bool = false) {
    self.factor = factor
    self.form = form
    self.beginsAtFirst = beginsAtFirst
  }

  public var slots: Int { factor == 0 ? 0 : 1 }

  public func apply(_ chunk: UpdateChunk) {
    guard let momentum = chunk.state.first else { return }
    if beginsAtFirst, chunk.facts.moment.step == 1 { return momentum.copy(from: chunk.gradient) }
    Kernels.scale(momentum, by: factor)
    Kernels.add(form == .sum ? 1 : 1 - factor, times: chunk.gradient, to: momentum)
    chunk.gradient.copy(from: momentum)
  }
}
