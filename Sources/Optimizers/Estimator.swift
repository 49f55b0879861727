import Experiments
import Tensors

/// A loss that is not finite: the end of a trial, as data.
public struct Divergence: Error, Hashable {
  public var loss: Float
  public init(loss: Float) { self.loss = loss }
}

/// The only thing that a zeroth-order estimator sees: losses at displaced weights, all of one
/// batch, asked for together so that they may be evaluated as lanes.
public typealias LossOracle = ([Displacement]) throws(Divergence) -> [Float]

/// What was learnt about the gradient in one step.
public struct Estimate: Hashable, Sendable {
  /// The training loss to report: the mean over the probes at symmetric places.
  public var loss: Float
  /// The gradient estimate as Σ scale · z(key); nil when it is the dense gradient of a backward
  /// pass.
  public var terms: [DirectionTerm]?

  public init(loss: Float, terms: [DirectionTerm]?) {
    self.loss = loss
    self.terms = terms
  }
}

/// Which losses are asked for, and what do they say? It sees losses and nothing else.
public protocol Estimator: Sendable {
  /// Forward passes per step, declared; a contract test counts them.
  var cost: StepCost { get }
  /// - Parameter key: the step's key; each query folds its number into it.
  func estimate(key: RandomKey, _ losses: LossOracle) throws(Divergence) -> Estimate
}

/// What z is: a recipe that becomes a distribution for the parameters that are trained.
public protocol DirectionRecipe: Sendable {
  func distribution(over admitted: Set<Int>, of layout: Layout) -> any DirectionDistribution
}

/// Where a step acts.
public protocol ParameterMask: Sendable {
  func admits(_ slice: Slice) -> Bool
}

/// Every trainable parameter.
public struct Everything: ParameterMask {
  public init() {}
  public func admits(_ slice: Slice) -> Bool { true }
}

/// Independent elements of one distribution.
public struct Dense: DirectionRecipe {
  public var elements: Elements
  public init(_ elements: Elements) { self.elements = elements }

  public func distribution(
    over admitted: Set<Int>, of layout: Layout
  ) -> any DirectionDistribution {
    DenseDirections(elements, admitted: admitted)
  }
}
