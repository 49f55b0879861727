import Tensors
import Vocabulary

/// A loss that is not finite: the end of a trial, as data.
public struct Divergence: Error, Hashable {
  public var loss: Float
  public init(loss: Float) { self.loss = loss }
}

/// The only thing that a zeroth-order estimator sees: losses at displaced weights, all of one
/// batch, asked for together so that they may be evaluated as lanes.
public typealias LossOracle = ([Displacement]) throws(Divergence) -> [Float]

/// What an estimator is told about the step that it is to make.
public struct ProbeStep: Hashable, Sendable {
  /// The step's key; each query folds its number into it.
  public var key: RandomKey
  public var moment: Moment
  /// Into how many parts the parameters are divided; 0 when they are not.
  public var parts: Int
  /// What the estimator has learnt in earlier steps: the floats that it declared, zero at first.
  public var memory: [Float]
  /// The length of the way from the anchor of each part, when the estimator wants it.
  public var travelled: [Float] = []
  /// ‖z‖² of the first query in each part, when the estimator wants it.
  public var lengths: [Float] = []
  /// How many elements are trained.
  public var elements = 0

  public init(
    key: RandomKey, moment: Moment = Moment(step: 1), parts: Int = 0, memory: [Float] = []
  ) {
    self.key = key
    self.moment = moment
    self.parts = parts
    self.memory = memory
  }

  /// The key of a query.
  public func key(query: Int) -> RandomKey { key.folding(UInt64(query)) }
}

/// Which losses are asked for, and what do they say? It sees losses and nothing else.
public protocol Estimator: Sendable {
  /// How far from the weights the probes are.
  var epsilon: Scheduled { get set }
  /// Forward passes of one step, declared; a contract test counts them.
  func cost(at moment: Moment, parts: Int) -> StepCost
  /// Whether a query's two sides are asked for one after the other, along one direction.
  var isPaired: Bool { get }
  /// Whether it wants to know how far each part is from the anchor, which takes a pass.
  func wantsTravel(at moment: Moment) -> Bool
  /// Whether it wants to know how long the first query's direction is in each part.
  var wantsLengths: Bool { get }
  /// Floats that it remembers from step to step, declared.
  func memory(parts: Int) -> Int
  func estimate(_ step: ProbeStep, _ losses: LossOracle) throws(Divergence) -> Estimate
  /// What it remembers after a step, from what is in the step's log: replay does the same.
  func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float]
}

extension Estimator {
  public var isPaired: Bool { true }
  public func wantsTravel(at moment: Moment) -> Bool { false }
  public var wantsLengths: Bool { false }
  public func memory(parts: Int) -> Int { 0 }
  public func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] { step.memory }
}

/// An estimator that takes the step of plain descent in advance, so that it must know the rate.
public protocol RateBound: Estimator {
  var rate: Scheduled { get set }
}

/// An estimator that now and then asks for the losses of all training data.
public protocol DataEstimator: Estimator {
  func estimate(
    _ step: ProbeStep, _ losses: LossOracle, overData: LossOracle
  ) throws(Divergence) -> Estimate
}

extension DataEstimator {
  /// On the batch alone, as if it were all data.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimate(step, losses, overData: losses)
  }
}
