import Foundation
import Tensors
import Vocabulary

/// An estimator whose queries are a number that can be chosen step by step.
public protocol QueryCounted: Estimator {
  var queries: Int { get set }
  /// The fewest with which it says something.
  var fewestQueries: Int { get }
}

extension QueryCounted {
  public var counted: (any QueryCounted)? { self }
  public var fewestQueries: Int { 1 }
}

/// Queries that grow over a run, from the fewest to those of the estimator.
public struct RisingQueries: Estimator {
  /// How the number rises, from the first step to the last.
  public enum Rise: String, Hashable, CaseIterable, Sendable {
    case linear, cosine
  }

  /// The estimator whose queries grow.
  public var inner: any QueryCounted
  /// How their number grows.
  public var rise: Rise

  /// An estimator whose queries grow over the run up to its own number.
  public init(_ inner: any QueryCounted, _ rise: Rise) {
    self.inner = inner
    self.rise = rise
  }

  public var epsilon: Scheduled {
    get { inner.epsilon }
    set { inner.epsilon = newValue }
  }

  /// The queries of a step.
  public func queries(at moment: Moment) -> Int {
    let done = min(Double(moment.step - 1) / Double(max(moment.horizon - 1, 1)), 1)
    let share = rise == .linear ? done : 0.5 * (1 - cos(.pi * done))
    let (fewest, most) = (inner.fewestQueries, inner.queries)
    return fewest + Int((Double(most - fewest) * share).rounded())
  }

  private func estimator(_ moment: Moment) -> any QueryCounted {
    var estimator = inner
    estimator.queries = queries(at: moment)
    return estimator
  }

  public var offers: Offers { inner.offers.union(.risingQueries) }
  public var needs: [Need] { inner.needs }
  public func unit(at moment: Moment) -> Double { inner.unit(at: moment) }

  public func measuringCurvature(every steps: Int) -> any Estimator {
    inner.measuringCurvature(every: steps).counted.map { RisingQueries($0, rise) } ?? self
  }

  public var isPaired: Bool { inner.isPaired }
  public func memory(parts: Int) -> Int { inner.memory(parts: parts) }

  public func cost(at moment: Moment, parts: Int) -> StepCost {
    estimator(moment).cost(at: moment, parts: parts)
  }

  public func cost(over stretch: Stretch, parts: Int) -> StepCost {
    stretch.parts(ofConstant: { queries(at: $0) })
      .reduce(StepCost()) { $0 + estimator($1.start).cost(over: $1, parts: parts) }
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimator(step.moment).estimate(step, losses)
  }

  public func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    estimator(step.moment).learn(from: estimate, step)
  }
}
