import Tensors
import Vocabulary

/// `g ← g + λ · θ`, but not for biases and norm scales (as MeZO and the Hugging Face trainer).
///
/// Before a preconditioner this is L2 regularization, after it decoupled decay (AdamW).
public struct WeightDecay: UpdateRule {
  /// λ of `g ← g + λ·θ`.
  public var decay: Float
  /// A decay of matrices and embeddings.
  public init(_ decay: Float) { self.decay = decay }

  /// With a rate after it, descent with decay.
  public var offers: Offers { .decayedDescent }
  /// Coordinates have no weights that could decay.
  public var needs: [Need] { [Need(.weights, "without decay: it is of weights, under update")] }

  /// Adds λ times the weights before the step to the gradient.
  public func apply(_ chunk: UpdateChunk) {
    guard decay != 0, chunk.slice.kind == .matrix || chunk.slice.kind == .embedding else { return }
    guard let weights = chunk.weights else { return }
    Kernels.add(decay, times: weights, to: chunk.gradient)
  }
}

extension WeightDecay {
  struct Decay: Settings {
    @Setting(.weightDecay(0.01)) var decay: Float
    init() {}
  }

  static let part = RulePart("weight-decay", Decay.self) { h, _ in WeightDecay(h.decay) }
}
