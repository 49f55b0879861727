import Tensors
import Vocabulary

/// A loss that is not finite: the end of a trial, as data.
public struct Divergence: Error, Hashable {
  /// The loss: infinite, or no number.
  public var loss: Float

  /// The end of a trial at a loss.
  public init(loss: Float) { self.loss = loss }
}

/// The only thing that a zeroth-order estimator sees: losses at displaced weights, all of one
/// batch, asked for together so that they may be evaluated as lanes.
public typealias LossOracle = ([Displacement]) throws(Divergence) -> [Float]

/// What an estimator is told about the step that it is to make.
public struct ProbeStep: Hashable, Sendable {
  /// The step's key; each query folds its number into it.
  public var key: RandomKey
  /// Where in the run the step is.
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

  /// A step of a key; what is not given is as in the first step of an undivided run.
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
///
/// The losses of a step are asked for together, so that they may be evaluated as lanes that share
/// weights and directions. One difference along one direction is all of this:
///
/// ```swift
/// struct OneDifference: Estimator {
///   var epsilon: Scheduled
///
///   func cost(at moment: Moment, parts: Int) -> StepCost { StepCost(forwards: 2) }
///
///   func estimate(_ step: ProbeStep, _ losses: LossOracle) throws(Divergence) -> Estimate {
///     let (z, epsilon) = (step.key(query: 0), epsilon.value(at: step.moment))
///     let values = try losses([.along(z, by: epsilon), .along(z, by: -epsilon)])
///     let slope = (values[0] - values[1]) / (2 * epsilon)
///     let mean = (values[0] + values[1]) / 2
///     return Estimate(loss: mean, terms: [DirectionTerm(key: z, scale: slope)])
///   }
/// }
/// ```
public protocol Estimator: Sendable {
  /// How far from the weights the probes are.
  var epsilon: Scheduled { get set }
  /// Forward passes of one step, declared; a contract test counts them.
  func cost(at moment: Moment, parts: Int) -> StepCost
  /// The sum of the steps' costs, in closed form: a run may have any number of steps.
  func cost(over stretch: Stretch, parts: Int) -> StepCost
  /// Whether a query's two sides are asked for one after the other, along one direction.
  var isPaired: Bool { get }
  /// Whether it wants to know how far each part is from the anchor, which takes a pass.
  func wantsTravel(at moment: Moment) -> Bool
  /// Whether it wants to know how long the first query's direction is in each part.
  var wantsLengths: Bool { get }
  /// Floats that it remembers from step to step, declared.
  func memory(parts: Int) -> Int
  /// Asks for losses and says what they tell of the gradient; it changes nothing.
  ///
  /// - Throws: the first loss that is not finite, as the oracle does.
  func estimate(_ step: ProbeStep, _ losses: LossOracle) throws(Divergence) -> Estimate
  /// What it remembers after a step, from what is in the step's log: replay does the same.
  func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float]
}

extension Estimator {
  /// Every step costs as much as the first of them.
  public func cost(over stretch: Stretch, parts: Int) -> StepCost {
    cost(at: stretch.start, parts: parts) * stretch.count
  }
  /// Two sides of each query, one after the other.
  public var isPaired: Bool { true }
  /// No anchor.
  public func wantsTravel(at moment: Moment) -> Bool { false }
  /// No lengths.
  public var wantsLengths: Bool { false }
  /// Nothing is remembered.
  public func memory(parts: Int) -> Int { 0 }
  /// What was remembered stays as it is.
  public func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] { step.memory }
}

/// An estimator that takes the step of plain descent in advance, so that it must know the rate.
public protocol RateBound: Estimator {
  /// The learning rate of the step that it takes in advance.
  var rate: Scheduled { get set }
}

/// An estimator that now and then asks for the losses of all training data.
public protocol DataEstimator: Estimator {
  /// As `estimate(_:_:)`; losses over all data cost as many passes as there are batches.
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
