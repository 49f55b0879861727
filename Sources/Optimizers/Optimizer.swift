import Tensors
import Vocabulary

/// An optimizer as a composition of roles; a description that owns no memory.
public struct Optimizer: Sendable {
  /// Where the gradient estimate comes from.
  public enum Source: Sendable {
    /// Losses at displaced weights along directions of a recipe.
    case probes(any Estimator, along: any DirectionRecipe)
    /// The derivative along one direction, by the tangent transform.
    case tangent(along: any DirectionRecipe)
    /// The backward pass.
    case backpropagation
  }

  /// Where the gradient estimate comes from.
  public var source: Source
  /// Which parameters are trained.
  public var mask: any ParameterMask
  /// Where a step acts within them; nil is everywhere.
  public var stepMask: (any StepMask)?
  /// Parts that the estimator may move by themselves; nil does not divide the parameters.
  public var partition: (any Partition)?
  /// Rules that act on the coordinates of the directions, before they are mapped to weights.
  public var coordinateUpdate: [any UpdateRule]
  /// Rules that act on the weights.
  public var update: [any UpdateRule]
  /// When the weights are kept as an anchor; nil is never.
  public var anchoring: Anchoring?
  /// Optimizers of other parameters that step with this one.
  public var beside: [Optimizer]
  /// How weights that are stored as integers are trained; nil when they cannot be.
  public var integers: IntegerSteps?

  /// When weights are kept so that the way traveled since can be used as a direction.
  public enum Anchoring: Hashable, Sendable {
    case atStart
    /// Before steps 1, 1 + n, 1 + 2n, ….
    case every(Int)
  }

  /// A composition; only a source and what is done with its estimate are needed.
  ///
  /// The estimator measures the curvature that directions and rules ask for; `misfit(_:)` says what
  /// does not fit together.
  public init(
    _ source: Source, on mask: any ParameterMask = Everything(),
    stepMask: (any StepMask)? = nil, partition: (any Partition)? = nil,
    coordinateUpdate: [any UpdateRule] = [], update: [any UpdateRule],
    anchoring: Anchoring? = nil, beside: [Optimizer] = [], integers: IntegerSteps? = nil
  ) {
    let rules = (coordinateUpdate + update).flatMap(\.needs)
    self.source = source.measuringCurvature(for: (source.recipe?.needs ?? []) + rules)
    self.mask = mask
    self.stepMask = stepMask
    self.partition = partition
    self.coordinateUpdate = coordinateUpdate
    self.update = update
    self.anchoring = anchoring
    self.beside = beside
    self.integers = integers
  }
}

extension Optimizer {
  /// Whether a backward pass is needed, here or beside.
  public var needsGradient: Bool {
    anywhere { if case .backpropagation = $0.source { true } else { false } }
  }

  /// Whether losses at displaced weights are needed, here or beside.
  public var needsProbes: Bool {
    anywhere { if case .probes = $0.source { true } else { false } }
  }

  /// Whether a derivative along a direction is needed, here or beside.
  public var needsTangent: Bool {
    anywhere { if case .tangent = $0.source { true } else { false } }
  }

  /// Whether losses over all training data are needed, here or beside.
  public var needsData: Bool {
    anywhere { if case .data = $0.source.estimator?.oracle { true } else { false } }
  }

  /// Whether changes of the outputs are kept, here or beside.
  public var needsOutputs: Bool {
    anywhere { if case .outputs = $0.source.estimator?.oracle { true } else { false } }
  }

  /// Whether the losses of examples are needed one by one, here or beside.
  public var needsExamples: Bool {
    anywhere { if case .examples = $0.source.estimator?.oracle { true } else { false } }
  }

  /// Whether every example is displaced along a direction of its own, here or beside.
  public var displacesExamples: Bool {
    anywhere { $0.source.offers.contains(.directionsOfExamples) }
  }

  /// Of how many outer products an example's direction is the sum; nil where it is none.
  public var outerProducts: Int? { recipe?.outerProducts }

  /// Whether activations decide where it goes, here or beside.
  public var observesInputs: Bool {
    anywhere { ($0.recipe?.observesInputs ?? false) || ($0.stepMask?.observesInputs ?? false) }
  }

  /// Which other method it is on a run of these steps; nil when it is one of its own.
  public func equivalent(over stretch: Stretch) -> String? {
    source.estimator?.equivalent(over: stretch)
  }

  /// Whether keys and scalars are all that a step needs to be made again.
  public var isReplayable: Bool { !needsGradient && !observesInputs && !needsOutputs }

  /// Whether something is so of this optimizer or of one beside it.
  private func anywhere(_ holds: (Optimizer) -> Bool) -> Bool {
    holds(self) || beside.contains { $0.anywhere(holds) }
  }

  /// The recipe of the directions, if there are any.
  var recipe: (any DirectionRecipe)? { source.recipe }

  /// Whether chunks of its own update depend on nothing that another chunk changes.
  var movesConcurrently: Bool {
    guard let recipe else { return true }
    // Directions of former steps are made one at a time.
    if !recipe.isStateless, update.contains(where: { $0.needs.include(.formerDirections) }) {
      return false
    }
    return recipe.addsConcurrently && !(stepMask?.isElementwise ?? false) && anchoring == nil
  }

  /// Passes of one step over a batch, declared, for the parameters that would be trained.
  ///
  /// A derivative along a direction counts as two forward passes: the value and its tangent.
  public func cost(at moment: Moment, _ layout: Layout, trainable: Set<Int>) -> StepCost {
    let parts = partCount(layout, trainable: trainable)
    return beside.reduce(ownCost(at: moment, parts: parts)) {
      $0 + $1.cost(at: moment, layout, trainable: trainable)
    }
  }

  /// Whether the step begins with a pass that shows the mask what layers are given.
  func looksFirst(at moment: Moment) -> Bool {
    guard let stepMask else { return false }
    return stepMask.observesInputs && stepMask.cadence.isDue(at: moment)
  }

  func ownCost(at moment: Moment, parts: Int) -> StepCost {
    switch source {
    case .probes(let estimator, _):
      estimator.cost(at: moment, parts: parts) + StepCost(forwards: looksFirst(at: moment) ? 1 : 0)
    case .tangent: StepCost(forwards: 2)
    case .backpropagation: StepCost(forwards: 1, backwards: 1)
    }
  }

  /// Passes of the first step when nothing divides the parameters.
  public var cost: StepCost {
    beside.reduce(ownCost(at: Moment(step: 1), parts: 1)) { $0 + $1.cost }
  }

  /// Probes that are worth evaluating together: the two sides of a query share their direction.
  public var lanes: Int {
    guard let estimator = source.estimator else {
      return beside.map(\.lanes).max() ?? 1
    }
    return estimator.isPaired ? 2 : 1
  }

  /// Floats of state per trained parameter.
  public var slots: Int { update.reduce(0) { $0 + $1.slots } }

  /// Indices of the parameters among `trainable` ones that this optimizer trains itself.
  public func admitted(_ layout: Layout, trainable: Set<Int>) -> Set<Int> {
    trainable.intersection(mask.admitted(layout))
  }

  /// Whether it, or an optimizer beside it, would train none of `trainable`.
  public func isIdle(_ layout: Layout, trainable: Set<Int>) -> Bool {
    admitted(layout, trainable: trainable)
      .subtracting(recipe?.resting(in: layout) ?? []).isEmpty
      || beside.contains { $0.isIdle(layout, trainable: trainable) }
  }

  /// The parameters among `trainable` ones that get a gradient from the backward pass.
  public func differentiated(_ layout: Layout, trainable: Set<Int>) -> Set<Int> {
    var indices: Set<Int> = []
    if case .backpropagation = source { indices = admitted(layout, trainable: trainable) }
    return beside.reduce(indices) { $0.union($1.differentiated(layout, trainable: trainable)) }
  }

  /// Trained parameters of which a file that the optimizer reads says nothing.
  public func unknownParameters(_ layout: Layout, trainable: Set<Int>) -> [String] {
    let admitted = admitted(layout, trainable: trainable)
    let own = recipe?.missing(of: layout.slices.filter { admitted.contains($0.index) }) ?? []
    return beside.reduce(own) { $0 + $1.unknownParameters(layout, trainable: trainable) }
  }

  /// What this optimizer trains itself, divided as it wishes; the scales of integers are
  /// parameters in the places of their matrices.
  public func space(_ layout: Layout, trainable: Set<Int>) -> TrainedSpace {
    let admitted = admitted(layout, trainable: trainable)
    guard integers == .scales else {
      return TrainedSpace(layout, admitted: admitted, partition: partition)
    }
    return TrainedSpace(
      layout.scales, admitted: admitted.intersection(layout.integers), partition: partition)
  }
}

/// How an optimizer trains weights that are stored as integers with scales, `w = s·q`.
public enum IntegerSteps: Hashable, Sendable {
  /// The integers move, by steps rounded at random onto the grid; other parameters as floats.
  case rounded
  /// The scales move and nothing else does: they are the parameters.
  case scales
}
