import Tensors
import Vocabulary

/// `g ← g · min(1, limit / ‖g‖)` over all trained parameters together.
public struct ClipNorm: UpdateRule {
  /// The largest Euclidean norm of an estimate.
  public var limit: Double
  /// Estimates that are longer are scaled to this norm.
  public init(_ limit: Double) { self.limit = limit }

  /// The rule that settings ask for: none for a limit of 0, save that the trainer under ZO-LLM
  /// (`upstream`) then clips to 1 unasked.
  static func rules(_ limit: Double, upstream: Bool) -> [any UpdateRule] {
    let limit = upstream && limit == 0 ? 1 : limit
    return limit > 0 ? [ClipNorm(limit)] : []
  }

  /// A norm over all parameters, which takes a pass of its own before the update.
  public var needs: [Need] { [Need(.norm, "without clip: it is of all weights, under update")] }

  /// Scales the gradient where the estimate as a whole is longer than the limit.
  public func apply(_ chunk: UpdateChunk) {
    let norm = chunk.facts.norm
    if norm > limit { Kernels.scale(chunk.gradient, by: Float(limit / norm)) }
  }
}

extension ClipNorm {
  struct Limit: Settings {
    @Setting(1, .positive, "The largest norm of the gradient.") var norm: Double
    init() {}
  }

  static let part = RulePart("clip", Limit.self) { h, _ in ClipNorm(h.norm) }
}
