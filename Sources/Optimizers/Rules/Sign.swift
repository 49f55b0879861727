import Tensors

/// `g ← sign(g)`, element by element: every element moves by the same length (signSGD).
public struct Sign: UpdateRule {
  /// The sign of every element.
  public init() {}

  /// Leaves −1, 0 or 1 in the place of every element.
  public func apply(_ chunk: UpdateChunk) { Kernels.sign(chunk.gradient) }
}

extension Sign {
  static let part = RulePart("sign") { Sign() }
}
