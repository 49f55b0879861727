import Tensors

/// What displacements changed in a problem's outputs, each in a place of its own.
///
/// Where a problem has no outputs, its loss is the only one.
public struct OutputChanges {
  private let floats: FloatView
  private let count: Int
  private let problem: any LossProblem

  /// - Parameters:
  ///   - floats: room for the changes.
  ///   - count: how many places there are.
  init(_ floats: FloatView, count: Int, _ problem: any LossProblem) {
    self.floats = floats
    self.count = count
    self.problem = problem
  }

  private func block(_ place: Int) -> FloatView {
    let size = floats.count / count
    return floats.part(place * size, size)
  }

  /// Writes what a displacement changes into a place, and gives the loss at the weights.
  ///
  /// - Throws: the first loss that is not finite.
  public func keep(_ displacement: Displacement, at place: Int) throws(Divergence) -> Float {
    let block = block(place)
    if let problem = problem.ofOutputs { return try problem.change(by: displacement, into: block) }
    let losses = try problem.losses(at: [displacement, .none])
    block[0] = losses[0] - losses[1]
    return losses[1]
  }

  /// What the change of a place means for the loss at the weights of the latest one.
  public func slope(_ place: Int) -> Float {
    problem.ofOutputs?.slope(of: block(place)) ?? block(place)[0]
  }
}

/// An estimator that asks what displacements change in the outputs, and keeps some of that.
public protocol OutputEstimator: Estimator {
  /// Changes that are kept, the present step's among them.
  var window: Int { get }
  func estimate(
    _ step: ProbeStep, _ losses: LossOracle, outputs: OutputChanges
  ) throws(Divergence) -> Estimate
}

extension OutputEstimator {
  /// The one that shows outputs.
  public var oracle: Oracle { .outputs(self) }
}
