import Tensors
import Vocabulary

/// `g ← η(step) · g`.
public struct LearningRate: UpdateRule {
  /// The rate, η.
  public var rate: Scheduled

  /// A rate with its schedule.
  public init(_ rate: Scheduled) { self.rate = rate }

  /// A rate, constant when nothing is said.
  public init(_ rate: Float, schedule: Schedule = .constant) {
    self.rate = Scheduled(rate, schedule)
  }

  /// What is left is the estimate times a number.
  public var offers: Offers { [.plainDescent, .decayedDescent] }

  /// The rate of the step.
  public func factor(_ facts: StepFacts, in slice: Slice) -> Float? {
    rate.value(at: facts.moment)
  }

  /// Multiplies the gradient by the rate of the step.
  public func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: rate.value(at: chunk.facts.moment))
  }
}

/// `g ← g + λ · θ`, but not for biases and norm scales (as MeZO and the Hugging Face trainer).
///
/// Before a preconditioner this is L2 regularization, after it decoupled decay (AdamW).
public struct WeightDecay: UpdateRule {
  /// λ of `g ← g + λ·θ`.
  public var decay: Float
  /// A decay of matrices and embeddings.
  public init(_ decay: Float) { self.decay = decay }

  /// With a rate after it, descent with decay.
  public var offers: Offers { [.decayedDescent] }
  /// Coordinates have no weights that could decay.
  public var needs: [Need] { [Need(.weights, "without decay: it is of weights, under update")] }

  /// One where nothing decays.
  public func factor(_ facts: StepFacts, in slice: Slice) -> Float? { decays(slice) ? nil : 1 }

  private func decays(_ slice: Slice) -> Bool {
    decay != 0 && (slice.kind == .matrix || slice.kind == .embedding)
  }

  /// Adds λ times the weights before the step to the gradient.
  public func apply(_ chunk: UpdateChunk) {
    guard decays(chunk.slice) else { return }
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

  /// What shortens an estimate that is longer than the limit to it.
  public func factor(_ facts: StepFacts, in slice: Slice) -> Float? {
    facts.norm > limit ? Float(limit / facts.norm) : 1
  }

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

/// `g ← g / σ`, with σ the standard deviation of the probes' losses (FZOO, arXiv:2506.09034).
///
/// E σ² ≈ ε²·‖∇L‖², so this makes the gradient's length 1 / ε. Where σ says nothing (all losses
/// equal), there is no step.
package struct DivideByDeviation: UpdateRule {
  /// Whether σ divides by the number of probes, as FZOO's code, and not by one less.
  package var isBiased: Bool
  /// What is added to σ.
  package var plus: Float

  package init(isBiased: Bool = false, plus: Float = 0) {
    self.isBiased = isBiased
    self.plus = plus
  }

  package var needs: [Need] {
    [Need(.deviation, "without divide-by-deviation: this estimator has no deviation of losses")]
  }

  package func factor(_ facts: StepFacts, in slice: Slice) -> Float? {
    let estimate = facts.estimate
    let count = Float(estimate.terms?.count ?? 0)
    var deviation = estimate.deviation ?? 0
    if isBiased, count > 0 { deviation *= ((count - 1) / count).squareRoot() }
    return deviation >= 1e-8 * max(1, abs(estimate.loss)) ? 1 / (deviation + plus) : nil
  }

  package func apply(_ chunk: UpdateChunk) {
    guard let factor = factor(chunk.facts, in: chunk.slice) else {
      return Kernels.fill(chunk.gradient, 0)
    }
    Kernels.scale(chunk.gradient, by: factor)
  }
}

extension DivideByDeviation {
  static let part = RulePart("divide-by-deviation") { DivideByDeviation() }
}

/// `g ← g / r` for matrices, r their rank in the directions: LOZO's estimate c·UVᵀ / r.
package struct DivideByRank: UpdateRule {
  /// The directions whose rank is meant.
  package var recipe: LowRank
  /// Divides by the rank of a recipe's directions.
  package init(_ recipe: LowRank) { self.recipe = recipe }

  package func apply(_ chunk: UpdateChunk) {
    guard let rank = recipe.view(of: chunk.slice)?.rank else { return }
    Kernels.scale(chunk.gradient, by: 1 / Float(rank))
  }
}

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

/// `g ← min(g, θ − floor)`: no parameter comes below the floor; the last of the rules.
///
/// The bound is rounded down, because `θ − (θ − floor)` in single precision is 0 where θ is large.
package struct KeepAbove: UpdateRule {
  /// The smallest weight that a step may leave.
  package var floor: Float

  /// Steps that leave no weight below a floor.
  package init(_ floor: Float) { self.floor = floor }

  package var needs: [Need] { [Need(.weights, "without a floor: it is of weights, under update")] }
  package var scratch: Int { 1 }

  package func apply(_ chunk: UpdateChunk) {
    guard let weights = chunk.weights else { return }
    let most = chunk.scratch[0]
    Kernels.fill(most, -floor)
    Kernels.add(1, times: weights, to: most)
    Kernels.scale(most, by: 1 - Float.ulpOfOne)
    Kernels.minimum(most, into: chunk.gradient)
  }
}
