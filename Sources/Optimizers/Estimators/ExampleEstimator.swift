import Tensors

/// Losses of every example of the batch at displaced weights: one list per place.
public typealias ExampleOracle = ([Displacement]) throws(Divergence) -> [[Float]]

/// An estimator that asks for the examples' losses one by one, each at a place of its own.
public protocol ExampleEstimator: Estimator {
  func estimate(_ step: ProbeStep, examples: ExampleOracle) throws(Divergence) -> Estimate
  /// Whether every example is displaced along a direction of its own.
  var displacesExamples: Bool { get }
}

extension ExampleEstimator {
  public var displacesExamples: Bool { true }

  /// Where a problem has no examples, it is one.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimate(step) { (places: [Displacement]) throws(Divergence) in
      try losses(places.map { $0.of(example: 0) }).map { [$0] }
    }
  }
}
