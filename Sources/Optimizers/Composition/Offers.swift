/// What a part of an optimizer has that another part may need.
///
/// Every part says what it offers (`offers`) and what it needs of the others (`needs`);
/// `Optimizer.misfit` compares them, and no part knows another one by its type.
public struct Offers: OptionSet, Hashable, Sendable {
  /// One bit for each thing that is offered.
  public let rawValue: Int

  /// Offers by their bits; the named ones are below.
  public init(rawValue: Int) { self.rawValue = rawValue }

  // Of what is measured.

  /// Scalars along directions, of losses or of a tangent; a backward pass has none.
  public static let slopes = Offers(rawValue: 1 << 0)
  /// One slope along one direction, which is all of the estimate.
  public static let oneSlope = Offers(rawValue: 1 << 1)
  /// Passes that show what linear layers are given.
  public static let activations = Offers(rawValue: 1 << 2)
  /// The standard deviation of a step's losses.
  public static let deviation = Offers(rawValue: 1 << 3)
  /// A second difference of losses, where another part asks for it.
  public static let curvature = Offers(rawValue: 1 << 4)
  /// Losses of examples, each displaced along a direction of its own.
  public static let displacedExamples = Offers(rawValue: 1 << 5)
  /// The curvature along the estimate, where another part asks for it.
  public static let stepCurvature = Offers(rawValue: 1 << 22)
  /// A distance from the weights at which losses are asked for.
  public static let probingDistance = Offers(rawValue: 1 << 23)
  /// A number of queries that rises over the run.
  public static let risingQueries = Offers(rawValue: 1 << 6)

  /// What probes have, whatever the estimator makes of their losses.
  static let ofProbes: Offers = [.slopes, .activations, .probingDistance]
  /// What a derivative along one direction is.
  static let ofTangents: Offers = [.slopes, .oneSlope]

  // Of directions.

  /// A direction for every example.
  public static let directionsOfExamples = Offers(rawValue: 1 << 7)
  /// Coordinates, on which rules may act.
  public static let coordinates = Offers(rawValue: 1 << 8)
  /// E z·zᵀ = I, so that zᵀHz has the trace of H as its mean.
  public static let unitVariance = Offers(rawValue: 1 << 9)

  // Of where it acts.

  /// Every step acts on all that is trained.
  public static let everywhere = Offers(rawValue: 1 << 10)
  /// No element of a parameter is masked by itself.
  public static let wholeParameters = Offers(rawValue: 1 << 11)
  /// The parameters are not divided.
  public static let undivided = Offers(rawValue: 1 << 12)
  /// The parameters are divided into parts.
  public static let parts = Offers(rawValue: 1 << 13)
  /// Weights that are kept, so that the way from them can be probed.
  public static let anchor = Offers(rawValue: 1 << 14)

  // Of the update.

  /// The step is the estimate times a rate.
  public static let plainDescent = Offers(rawValue: 1 << 15)
  /// The step is that, with decay of the weights.
  public static let decayedDescent = Offers(rawValue: 1 << 16)
  /// A rate that is chosen during the run.
  public static let automaticRate = Offers(rawValue: 1 << 17)

  // Of where a rule stands: on weights, or on coordinates.

  /// The weights before the step.
  public static let weights = Offers(rawValue: 1 << 18)
  /// The norm of the whole estimate, which takes one more pass to make.
  public static let norm = Offers(rawValue: 1 << 19)
  /// Directions of former steps, made again from their keys.
  public static let formerDirections = Offers(rawValue: 1 << 20)
  /// Coordinates of a parameter as one matrix.
  public static let matrix = Offers(rawValue: 1 << 21)
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
  public func include(_ offers: Offers) -> Bool { contains { $0.offers.isSuperset(of: offers) } }
}
