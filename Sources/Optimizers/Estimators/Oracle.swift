import Tensors

/// The only thing that a zeroth-order estimator sees: losses at displaced weights, all of one
/// batch, asked for together so that they may be evaluated as lanes.
public typealias LossOracle = ([Displacement]) throws(Divergence) -> [Float]

/// Losses at displaced weights of all training data, or of one of its batches (0, 1, …).
public typealias DataOracle = ([Displacement], Int?) throws(Divergence) -> [Float]

/// Losses of every example of the batch at displaced weights: one list per place.
public typealias ExampleOracle = ([Displacement]) throws(Divergence) -> [[Float]]

/// Which losses an estimator asks for; an `Iterate` looks at it once, when it is made.
public enum Oracle: Sendable {
  /// Of the batch.
  case batch(any Estimator)
  /// Of the batch, and now and then of all training data.
  case data(any DataEstimator)
  /// Of every example of the batch.
  case examples(any ExampleEstimator)
  /// Of the batch, and what displacements change in the outputs.
  case outputs(any OutputEstimator)

  /// Changes of outputs that are kept.
  var window: Int {
    if case .outputs(let estimator) = self { return estimator.window }
    return 0
  }

  /// The estimate of a step on a problem.
  ///
  /// - Parameter changes: room for the changes of outputs that are kept.
  func estimate(
    _ step: ProbeStep, on problem: any LossProblem, changes: FloatView
  ) throws(Divergence) -> Estimate {
    func losses(_ places: [Displacement]) throws(Divergence) -> [Float] {
      try problem.losses(at: places)
    }
    switch self {
    case .batch(let estimator): return try estimator.estimate(step, losses)
    case .data(let estimator):
      guard let data = problem.ofData else {
        preconditionFailure("this problem has no losses over all data")
      }
      return try estimator.estimate(step, losses) {
        (places: [Displacement], batch: Int?) throws(Divergence) in
        try data.dataLosses(at: places, batch: batch)
      }
    case .examples(let estimator):
      guard let examples = problem.ofExamples else { return try estimator.estimate(step, losses) }
      return try estimator.estimate(step) { (places: [Displacement]) throws(Divergence) in
        try examples.exampleLosses(at: places)
      }
    case .outputs(let estimator):
      let changes = OutputChanges(changes, count: estimator.window, problem)
      return try estimator.estimate(step, losses, outputs: changes)
    }
  }
}

/// An estimator that now and then asks for losses of all training data, or of other batches.
public protocol DataEstimator: Estimator {
  /// As `estimate(_:_:)`; losses over all data cost as many passes as there are batches.
  func estimate(
    _ step: ProbeStep, _ losses: LossOracle, overData: DataOracle
  ) throws(Divergence) -> Estimate
}

extension DataEstimator {
  /// Of the batch, and now and then of all training data.
  public var oracle: Oracle { .data(self) }

  /// On the batch alone, as if it were all data.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimate(step, losses) { (places: [Displacement], _: Int?) throws(Divergence) in
      try losses(places)
    }
  }
}

/// An estimator that asks for the examples' losses one by one, each at a place of its own.
public protocol ExampleEstimator: Estimator {
  /// As `estimate(_:_:)`, of losses that are told apart by example.
  ///
  /// - Throws: the first loss that is not finite.
  func estimate(_ step: ProbeStep, examples: ExampleOracle) throws(Divergence) -> Estimate
}

extension ExampleEstimator {
  /// Of every example of the batch.
  public var oracle: Oracle { .examples(self) }

  /// Where a problem has no examples, it is one.
  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try estimate(step) { (places: [Displacement]) throws(Divergence) in
      try losses(places.map { $0.of(example: 0) }).map { [$0] }
    }
  }
}

/// Derivatives, which no estimator sees: they are a source by themselves.
enum Derivative {
  static let tangentPart = EstimatorPart("tangent") { .tangent }
  static let backpropagationPart = EstimatorPart("backpropagation") { .backpropagation }
}
