import Tensors

/// A chunk of one parameter on its way through the update chain.
public struct UpdateChunk {
  /// The gradient estimate at first; every rule leaves what the next one shall see.
  ///
  /// What is left at the end is subtracted from the weights.
  public let gradient: FloatView
  /// The weights before the update.
  public let weights: FloatView
  /// The state slots of this rule, each as long as the chunk.
  public let state: [FloatView]
  public let slice: Slice
  /// Steps so far, this one included: 1, 2, ….
  public let step: Int
}

/// How does the estimate move the weights? Rules are chained, as in optax.
public protocol UpdateRule: Sendable {
  /// Floats of state per parameter, declared; the ledger holds exactly these.
  var slots: Int { get }
  func apply(_ chunk: UpdateChunk)
}

extension UpdateRule {
  public var slots: Int { 0 }
}
