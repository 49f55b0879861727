import Tensors

/// What was learnt about the gradient in one step; with the step's key, all that the update needs.
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
