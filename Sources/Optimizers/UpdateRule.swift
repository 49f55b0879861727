import Tensors

/// What a rule is told before the weights are walked.
public struct StepFacts: Sendable {
  /// Where in the run the step is.
  public var moment: Moment
  /// The step's key.
  public var key: RandomKey
  /// What the losses said.
  public var estimate: Estimate
  /// The Euclidean norm of the estimate over all trained parameters, for rules that need it.
  public var norm: Double
}

/// A chunk of one parameter on its way through the update chain.
public struct UpdateChunk {
  /// The gradient estimate at first; every rule leaves what the next one shall see.
  ///
  /// What is left at the end is subtracted from the weights.
  public let gradient: FloatView
  /// The weights before the update; nil where a rule acts on coordinates.
  public let weights: FloatView?
  /// The state slots of this rule, each as long as the chunk.
  public let state: [FloatView]
  /// The scalars of this rule.
  public let scalars: FloatView
  /// Room for the rule, as many chunks as it declared; what is in it is of no meaning.
  public let scratch: [FloatView]
  /// The parameter of which it is a chunk.
  public let slice: Slice
  /// Rows and columns of the coordinates; nil when the chunk is a run of elements.
  public let shape: CoordinateShape?
  /// What is true of the whole step.
  public let facts: StepFacts
  /// Steps so far, this one included: 1, 2, …; of coordinates, since they were drawn.
  public let step: Int
  /// Writes z of a key as it belongs to this chunk; where a rule acts on coordinates, those of z.
  let direction: (RandomKey, FloatView) -> Void
  /// Writes what the last state of the coordinates is for this chunk where every factor of the map
  /// from them is squared.
  var squares: (FloatView) -> Void = { Kernels.fill($0, 0) }
}

/// How does the estimate move the weights? Rules are chained, as in optax.
///
/// A rule sees the estimate in chunks, each of one parameter, and leaves in `gradient` what the
/// next rule shall see; several chunks may be on their way at once. Its state is declared, so that
/// it is forecast, and is zero at first:
///
/// ```swift
/// struct Nesterov: UpdateRule {
///   var factor: Float
///   var slots: Int { 1 }
///
///   func apply(_ chunk: UpdateChunk) {
///     let momentum = chunk.state[0]
///     Kernels.scale(momentum, by: factor)
///     Kernels.add(1, times: chunk.gradient, to: momentum)
///     Kernels.add(factor, times: momentum, to: chunk.gradient)
///   }
/// }
/// ```
public protocol UpdateRule: Sendable {
  /// Floats of state per parameter, declared; the ledger holds exactly these.
  var slots: Int { get }
  /// Floats of state of the rule as a whole, declared.
  var scalars: Int { get }
  /// Floats of scratch per element of a chunk.
  var scratch: Int { get }
  /// What it has for other parts: whether a step stays plain descent.
  var offers: Offers { get }
  /// What it needs of other parts, and why.
  var needs: [Need] { get }
  /// Before the chunks of a step.
  func begin(_ facts: StepFacts, _ scalars: FloatView)
  /// The number that `apply` multiplies every chunk of a parameter by, where it does nothing else
  /// in this step; nil where it does.
  func factor(_ facts: StepFacts, in slice: Slice) -> Float?
  /// Turns the chunk's gradient into what the next rule, or at the end the weights, shall see.
  func apply(_ chunk: UpdateChunk)
}

extension UpdateRule {
  /// No state per parameter.
  public var slots: Int { 0 }
  /// No state of the rule.
  public var scalars: Int { 0 }
  /// No scratch.
  public var scratch: Int { 0 }
  /// Nothing that another part could need.
  public var offers: Offers { [] }
  /// The gradient is enough.
  public var needs: [Need] { [] }
  /// More than a number.
  public func factor(_ facts: StepFacts, in slice: Slice) -> Float? { nil }
  /// Nothing to do before the chunks.
  public func begin(_ facts: StepFacts, _ scalars: FloatView) {}
}
