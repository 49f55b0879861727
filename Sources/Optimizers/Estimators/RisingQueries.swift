import Foundation
import Tensors
import Vocabulary

/// An estimator whose queries are a number that can be chosen step by step.
public protocol QueryCounted: Estimator {
  /// Directions of a step; where the number rises, those of the last step.
  var queries: Int { get set }
  /// The fewest with which it says something.
  var fewestQueries: Int { get }
}

extension QueryCounted {
  /// Itself: a run may choose the number step by step.
  public var counted: (any QueryCounted)? { self }
  /// One direction says something.
  public var fewestQueries: Int { 1 }
}

/// Queries that grow over a run, from the fewest to those of the estimator.
package struct RisingQueries: Estimator {
  /// How the number rises, from the first step to the last.
  package enum Rise: String, Hashable, CaseIterable, Sendable {
    case linear, cosine
  }

  /// The estimator whose queries grow.
  package var inner: any QueryCounted
  /// How their number grows.
  package var rise: Rise

  /// An estimator whose queries grow over the run up to its own number.
  package init(_ inner: any QueryCounted, _ rise: Rise) {
    self.inner = inner
    self.rise = rise
  }

  package var epsilon: Scheduled {
    get { inner.epsilon }
    set { inner.epsilon = newValue }
  }

  /// The queries of a step.
  package func queries(at moment: Moment) -> Int {
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

  package var offers: Offers { inner.offers.union([.risingQueries]) }
  package var needs: [Need] { inner.needs }
  package func unit(at moment: Moment) -> Double { inner.unit(at: moment) }

  package func measuringCurvature(every steps: Int) -> any Estimator {
    inner.measuringCurvature(every: steps).counted.map { RisingQueries($0, rise) } ?? self
  }

  package var isPaired: Bool { inner.isPaired }
  package func memory(parts: Int) -> Int { inner.memory(parts: parts) }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    estimator(moment).cost(at: moment, parts: parts)
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    stretch.parts(ofConstant: { queries(at: $0) })
      .reduce(StepCost()) { $0 + estimator($1.start).cost(over: $1, parts: parts) }
  }

  package func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimator(step.moment).estimate(step, losses)
  }

  package func learn(from estimate: Estimate, _ step: ProbeStep) -> [Float] {
    estimator(step.moment).learn(from: estimate, step)
  }
}
