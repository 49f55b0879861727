/// What a part of an optimizer has that another part may need.
///
/// Every part says what it offers (`offers`) and what it needs of the others (`needs`);
/// `Optimizer.misfit` compares them, and no part knows another one by its type.
public enum Offer: Hashable, Sendable, CaseIterable {
  // Of what is measured.

  /// Scalars along directions, of losses or of a tangent; a backward pass has none.
  case slopes
  /// One slope along one direction, which is all of the estimate.
  case oneSlope
  /// Passes that show what linear layers are given.
  case activations
  /// The standard deviation of a step's losses.
  case deviation
  /// A second difference of losses, where another part asks for it.
  case curvature
  /// Losses of examples, each displaced along a direction of its own.
  case displacedExamples
  /// The curvature along the estimate, where another part asks for it.
  case stepCurvature
  /// A distance from the weights at which losses are asked for.
  case probingDistance
  /// A number of queries that rises over the run.
  case risingQueries

  // Of directions.

  /// A direction for every example.
  case directionsOfExamples
  /// Coordinates, on which rules may act.
  case coordinates
  /// E z·zᵀ = I, so that zᵀHz has the trace of H as its mean.
  case unitVariance

  // Of where it acts.

  /// Every step acts on all that is trained.
  case everywhere
  /// No element of a parameter is masked by itself.
  case wholeParameters
  /// The parameters are not divided.
  case undivided
  /// The parameters are divided into parts.
  case parts
  /// Weights that are kept, so that the way from them can be probed.
  case anchor

  // Of the update.

  /// The step is the estimate times a rate.
  case plainDescent
  /// The step is that, with decay of the weights.
  case decayedDescent
  /// A rate that is chosen during the run.
  case automaticRate

  // Of where a rule stands: on weights, or on coordinates.

  /// The weights before the step.
  case weights
  /// The norm of the whole estimate, which takes one more pass to make.
  case norm
  /// Directions of former steps, made again from their keys.
  case formerDirections
  /// Coordinates of a parameter as one matrix.
  case matrix
}

/// All that a part, or an optimizer, has for the others.
public typealias Offers = Set<Offer>

extension Offers {
  /// What probes have, whatever the estimator makes of their losses.
  static let ofProbes: Offers = [.slopes, .activations, .probingDistance]
  /// What a derivative along one direction is.
  static let ofTangents: Offers = [.slopes, .oneSlope]
}

/// What a part needs of the others, and what is said where they do not have it.
public struct Need: Hashable, Sendable {
  /// What some other part must offer.
  public var offers: Offers
  /// The setting of a grid that would have to be another; nil is the one that names the part.
  public var setting: String?
  /// What that setting must be, and why.
  public var reason: String
  /// Steps between measurements, of a curvature.
  public var every: Int?

  /// A need, with words that go on after "it must be".
  public init(
    _ offers: Offers, every: Int? = nil, in setting: String? = nil, _ reason: String
  ) {
    self.offers = offers
    self.setting = setting
    self.reason = reason
    self.every = every
  }

  /// A need of one thing.
  public init(_ offer: Offer, every: Int? = nil, in setting: String? = nil, _ reason: String) {
    self.init([offer], every: every, in: setting, reason)
  }
}

extension Need {
  /// What estimators need that displace every example along a direction of its own.
  static let directionsOfExamples = Need(
    .directionsOfExamples, in: "directions",
    "the estimator per-example and directions per-example go together")
}

extension [Need] {
  /// What directions need whose state is of all parameters together.
  public static func wholeSteps(because reason: String) -> [Need] {
    [
      Need(.everywhere, in: "mask", "everything: " + reason),
      Need(.undivided, in: "estimator", "one that does not divide: " + reason),
    ]
  }

  /// Whether one of them is a need of these.
  public func include(_ offer: Offer) -> Bool { contains { $0.offers.contains(offer) } }
}
