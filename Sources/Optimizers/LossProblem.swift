import Tensors

/// A model on one batch, as an optimizer sees it.
public protocol LossProblem: AnyObject {
  /// Losses at displaced weights; throws at the first that is not finite.
  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float]
  /// The loss, with its gradient left in the store that `gradient` gives.
  func lossAndGradient() throws(Divergence) -> Float
  /// The dense gradient of a parameter after `lossAndGradient`.
  func gradient(_ slice: Slice) -> FloatView
  /// Itself, where it can tell examples apart.
  var ofExamples: (any ExampleProblem)? { get }
  /// Itself, where it knows derivatives along directions.
  var ofTangents: (any TangentProblem)? { get }
  /// Itself, where it can be asked about all training data.
  var ofData: (any DataProblem)? { get }
  /// Itself, where its loss is known as a function of outputs.
  var ofOutputs: (any OutputProblem)? { get }
}

extension LossProblem {
  /// The loss is one number.
  public var ofExamples: (any ExampleProblem)? { nil }
  /// There are losses, and no derivatives.
  public var ofTangents: (any TangentProblem)? { nil }
  /// There is one batch.
  public var ofData: (any DataProblem)? { nil }
  /// There is nothing between the weights and the loss.
  public var ofOutputs: (any OutputProblem)? { nil }
}

extension ExampleProblem {
  /// Itself: it can tell examples apart.
  public var ofExamples: (any ExampleProblem)? { self }
}

extension TangentProblem {
  /// Itself: it knows its derivative along a direction.
  public var ofTangents: (any TangentProblem)? { self }
}

extension DataProblem {
  /// Itself: it has all training data.
  public var ofData: (any DataProblem)? { self }
}

extension OutputProblem {
  /// Itself.
  public var ofOutputs: (any OutputProblem)? { self }
}

/// A problem whose loss is known as a function of what the weights put out, such as the hidden
/// states that the head reads, so that a backward pass as short as the head has its gradient there.
public protocol OutputProblem: LossProblem {
  /// Writes what a displacement changes in the outputs of the batch, Δo = o(θ + Δ) − o(θ), into a
  /// block as long as the largest batch needs it, and gives the loss at the weights.
  ///
  /// - Throws: the first loss that is not finite.
  func change(by displacement: Displacement, into block: FloatView) throws(Divergence) -> Float
  /// ⟨Δo, ∂L/∂o⟩ with the gradient at the weights of the latest `change`, of a block that may be
  /// of an earlier batch: then its i-th example stands for the present one's.
  func slope(of block: FloatView) -> Float
}

/// A problem whose loss is a mean over examples, which it can tell apart.
public protocol ExampleProblem: LossProblem {
  /// The examples' losses at displaced weights, one list per place; throws at the first that is not
  /// finite.
  func exampleLosses(at displacements: [Displacement]) throws(Divergence) -> [[Float]]
}

/// A problem that can say its derivative along a direction, which no estimator sees.
public protocol TangentProblem: LossProblem {
  /// The loss and ⟨∇L, z(key)⟩.
  func lossAndSlope(along key: RandomKey) throws(Divergence) -> (loss: Float, slope: Float)
}

/// A problem that can be asked about all training data, batch after batch.
public protocol DataProblem: LossProblem {
  /// The mean losses at displaced weights of all training examples, each as many forward passes as
  /// there are batches, or of one batch of them (0, 1, …); throws at the first that is not finite.
  func dataLosses(at displacements: [Displacement], batch: Int?) throws(Divergence) -> [Float]
}
