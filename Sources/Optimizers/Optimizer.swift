import Experiments
import Tensors

/// An optimizer as a composition of roles; a description that owns no memory.
public struct Optimizer: Sendable {
  /// Where the gradient estimate comes from.
  public enum Source: Sendable {
    /// Losses at displaced weights along directions of a recipe.
    case probes(any Estimator, along: any DirectionRecipe)
    /// The backward pass.
    case backpropagation
  }

  public var source: Source
  public var mask: any ParameterMask
  public var update: [any UpdateRule]

  public init(
    _ source: Source, on mask: any ParameterMask = Everything(), update: [any UpdateRule]
  ) {
    self.source = source
    self.mask = mask
    self.update = update
  }

  public var needsGradient: Bool {
    if case .backpropagation = source { return true }
    return false
  }

  /// Passes per step, declared.
  public var cost: StepCost {
    switch source {
    case .probes(let estimator, _): estimator.cost
    case .backpropagation: StepCost(forwards: 1, backwards: 1)
    }
  }

  /// Probes that are worth evaluating together: the two sides of a query share their direction.
  public var lanes: Int { needsGradient ? 1 : min(cost.forwards, 2) }

  /// Floats of state per trained parameter.
  public var slots: Int { update.reduce(0) { $0 + $1.slots } }

  /// Indices of the trained parameters among `trainable` ones.
  public func admitted(_ layout: Layout, trainable: Set<Int>) -> Set<Int> {
    Set(
      layout.slices.filter { trainable.contains($0.index) && mask.admits($0) }.map(\.index))
  }
}

/// A model on one batch, as an optimizer sees it.
public protocol LossProblem: AnyObject {
  /// Losses at displaced weights; throws at the first that is not finite.
  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float]
  /// The loss, with its gradient left in the store that `gradient` gives.
  func lossAndGradient() throws(Divergence) -> Float
  /// The dense gradient of a parameter after `lossAndGradient`.
  func gradient(_ slice: Slice) -> FloatView
}

/// What a step did.
public struct StepReport: Hashable, Sendable {
  public var estimate: Estimate
  public var step: Int
}

extension Optimizer {
  /// The estimate of one step.
  public func estimate(
    key: RandomKey, on problem: any LossProblem
  ) throws(Divergence) -> Estimate {
    switch source {
    case .probes(let estimator, _):
      return try estimator.estimate(key: key) { (places: [Displacement]) throws(Divergence) in
        try problem.losses(at: places)
      }
    case .backpropagation:
      return Estimate(loss: try problem.lossAndGradient(), terms: nil)
    }
  }
}
