import Tensors

/// `g ← sign(g)`, element by element: every element moves by the same length (signSGD).
public struct Sign: UpdateRule {
  /// The sign of every element.
  public init() {}

  public func apply(_ chunk: UpdateChunk) { Kernels.sign(chunk.gradient) }
}

extension Sign {
  static let part = RulePart("sign") { Sign() }
}
