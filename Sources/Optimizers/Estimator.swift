import Tensors
import Vocabulary

/// A loss that is not finite: the end of a trial, as data.
public struct Divergence: Error, Hashable {
  /// The loss: infinite, or no number.
  public var loss: Float

  /// The end of a trial at a loss.
  public init(loss: Float) { self.loss = loss }
}

/// What an estimator is told about the step that it is to make.
public struct ProbeStep: Hashable, Sendable {
  /// The step's key; each query folds its number into it.
  public var key: RandomKey
  /// Where in the run the step is.
  public var moment: Moment
  /// Into how many parts the parameters are divided; 0 when they are not.
  public var parts: Int
  /// What the estimator has learned in earlier steps: the floats that it declared, zero at first.
  public var memory: [Float]
  /// The length of the way from the anchor of each part, when the estimator wants it.
  public var traveled: [Float] = []
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
  /// Which losses it asks for, beside those of the batch.
  var oracle: Oracle { get }
  /// What it has for other parts.
  var offers: Offers { get }
  /// What it needs of other parts, and why.
  var needs: [Need] { get }
  /// Itself, where its number of queries can be chosen step by step.
  var counted: (any QueryCounted)? { get }
  /// What its slopes are on a linear loss, where theory knows their moments.
  var moments: SlopeMoments? { get }
  /// What its estimate of the gradient is multiplied by: 1, or the ε that it does not divide by.
  func unit(at moment: Moment) -> Double
  /// An estimator that measures a second difference every so many steps, where it offers one.
  func measuringCurvature(every steps: Int) -> any Estimator
  /// Forward passes of one step, declared; a contract test counts them.
  func cost(at moment: Moment, parts: Int) -> StepCost
  /// The sum of the steps' costs, in closed form: a run may have any number of steps.
  func cost(over stretch: Stretch, parts: Int) -> StepCost
  /// Which other method it is on a run of these steps, where its own idea does not come to bear.
  func equivalent(over stretch: Stretch) -> String?
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
  /// The losses of the batch are enough.
  public var oracle: Oracle { .batch(self) }
  /// An estimate, and nothing beside it.
  public var offers: Offers { [] }
  /// It fits every other part.
  public var needs: [Need] { [] }
  /// There is no number of queries to choose.
  public var counted: (any QueryCounted)? { nil }
  /// Theory knows none.
  public var moments: SlopeMoments? { nil }
  /// It estimates the gradient itself.
  public func unit(at moment: Moment) -> Double { 1 }
  /// There is nothing to measure.
  public func measuringCurvature(every steps: Int) -> any Estimator { self }
  /// Every step costs as much as the first of them.
  public func cost(over stretch: Stretch, parts: Int) -> StepCost {
    cost(at: stretch.start, parts: parts) * stretch.count
  }
  /// It is itself.
  public func equivalent(over stretch: Stretch) -> String? { nil }
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

/// What the slopes of an estimate are on a linear loss, along dense directions over all parameters.
///
/// From these follow how well an estimate agrees with the gradient, and how long it is.
public enum SlopeMoments: Hashable, Sendable {
  /// The mean of what so many directions say.
  case mean(of: Int)
  /// What the direction with the least of so many losses says.
  case least(of: Int)
  /// The slope along the mean of the `low` directions with the least losses minus the mean of the
  /// others.
  case gap(low: Int, of: Int, isNormalized: Bool)
  /// What every example says along a direction of its own.
  case ofExamples
}

/// What was learned about the gradient in one step; with the step's key, all that the update needs.
public struct Estimate: Hashable, Sendable {
  /// The training loss to report: at the weights, or the mean over probes at symmetric places.
  public var loss: Float
  /// The gradient estimate as Σ scale · z(key); nil when it is the dense gradient of a backward
  /// pass.
  public var terms: [DirectionTerm]?
  /// The standard deviation of the probes' losses, for rules that divide by it, or of the noise
  /// of measured slopes, for estimators that remember it.
  public var deviation: Float?
  /// The second difference (L₊ + L₋ − 2·L₀) / ε², for rules that need curvature.
  public var curvature: Float?
  /// A step that goes past the update rules: subtracted from the weights as it is.
  public var shift: [DirectionTerm]
  /// The estimates of the optimizers beside this one, in their order.
  public var beside: [Estimate]

  /// An estimate; most have a loss and terms.
  public init(
    loss: Float, terms: [DirectionTerm]?, deviation: Float? = nil, curvature: Float? = nil,
    shift: [DirectionTerm] = [], beside: [Estimate] = []
  ) {
    self.loss = loss
    self.terms = terms
    self.deviation = deviation
    self.curvature = curvature
    self.shift = shift
    self.beside = beside
  }
}
