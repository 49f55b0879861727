import Tensors
import Vocabulary

/// The weights on their way, with the optimizer's state: the one place that writes weights.
///
/// An update walks the trained parameters in chunks: the chunk of the estimate (Σ scale · z, made
/// again from its keys, or a piece of the dense gradient) goes through the rules and is subtracted.
/// No gradient of full size ever exists for a zeroth-order method. Where scales of integers are
/// trained, the weights here are the scales.
public final class Iterate {
  /// The weights that it moves.
  public let weights: ParameterStore
  /// What it does.
  public let optimizer: Optimizer
  /// The parameters that it moves, as it divides them.
  public let space: TrainedSpace
  let plan: StatePlan
  let field: DirectionField?
  /// How its estimator asks for losses; nil where there is none.
  private let oracle: Oracle?
  let active: ActiveSet?
  private let anchor: Anchor?
  /// Whether the way traveled is a direction.
  var hasAnchor: Bool { anchor != nil }
  /// The directions of the scales as directions of the weights; nil when no scales are trained.
  private let scaled: ScaleDirections?
  let state: Buffer
  /// Changes of outputs that the estimator keeps.
  let changes: Buffer
  let scratch: Buffer
  let beside: [Iterate]
  let horizon: Int
  let data: DataPass
  /// The step that was begun; nil before the first.
  private var current: ProbeStep?
  /// Steps that were made.
  public private(set) var steps = 0
  /// Whether the next steps measure their size.
  public var measures = false
  /// What this one moved of `movedBytes`.
  var ownMovedBytes = 0
  /// Σ of squares of the last step's change; nil when it was not measured.
  var squares: Double?

  /// - Parameters:
  ///   - horizon: the steps of the whole run, for schedules.
  ///   - data: how its batches pass over the training data.
  ///   - outputs: floats of a problem's outputs, for the largest batch.
  public init(
    _ weights: ParameterStore, trainable: Set<Int>, optimizer: Optimizer, horizon: Int = 1,
    data: DataPass = DataPass(), outputs: Int = 1, ledger: Ledger
  ) throws(OutOfMemory) {
    let space = optimizer.space(weights.layout, trainable: trainable)
    let stored = weights
    let weights = optimizer.integers == .scales ? try stored.scales() : stored
    self.weights = weights
    self.optimizer = optimizer
    self.space = space
    self.horizon = horizon
    self.data = data
    oracle = optimizer.source.estimator?.oracle
    plan = StatePlan(optimizer, space)
    active =
      if let mask = optimizer.stepMask { try ActiveSet(space, mask, ledger: ledger) } else { nil }
    anchor = optimizer.anchoring == nil ? nil : try Anchor(weights, space, ledger: ledger)
    if let recipe = optimizer.recipe {
      field = try DirectionField(recipe, space, active: active, anchor: anchor, ledger: ledger)
    } else {
      field = nil
    }
    scaled =
      if let field, optimizer.integers == .scales {
        try ScaleDirections(field, space, of: stored, ledger: ledger)
      } else { nil }
    state = try Buffer(plan.state, of: ledger)
    scratch = try Buffer(plan.scratch, of: ledger)
    changes = try Buffer(optimizer.changes(outputs), of: ledger)
    var others: [Iterate] = []
    for other in optimizer.beside {
      others.append(
        try Iterate(
          stored, trainable: trainable, optimizer: other, horizon: horizon, data: data,
          outputs: outputs, ledger: ledger))
    }
    beside = others
  }

  /// Bytes that an iterate takes beside the weights, per account.
  public static func memory(
    _ layout: Layout, trainable: Set<Int>, optimizer: Optimizer, outputs: Int = 1
  ) -> AccountBytes {
    optimizer.memory(layout, trainable: trainable, outputs: outputs)
  }

  /// What z is for the executor: the directions of this optimizer, or of one beside it.
  public var distribution: any DirectionDistribution {
    if let scaled { return scaled }
    if let field { return field }
    return beside.first { $0.field != nil }?.distribution ?? DenseDirections(admitted: [])
  }

  /// Passes of the next step, declared.
  public var nextCost: StepCost {
    beside.reduce(optimizer.ownCost(at: nextMoment, parts: space.partCount)) {
      $0 + $1.nextCost
    }
  }

  private var nextMoment: Moment { Moment(step: steps + 1, horizon: horizon, data: data) }

  private var memory: FloatView { state.floats.part(plan.startOfMemory, plan.memory) }
}

extension Iterate {
  /// Begins a step and estimates the gradient; the weights stay as they are.
  public func estimate(
    key: RandomKey, on problem: any LossProblem
  ) throws(Divergence) -> Estimate {
    if optimizer.looksFirst(at: nextMoment) { try look(at: problem) }
    let step = begin(key: key)
    var estimate = try ownEstimate(step, on: problem)
    for (number, other) in beside.enumerated() {
      let key = Self.key(beside: number, key)
      estimate.beside.append(try other.estimate(key: key, on: problem))
    }
    return estimate
  }

  /// One pass at the weights, in which the mask is shown what linear layers are given.
  private func look(at problem: any LossProblem) throws(Divergence) {
    active?.inputs?.isOpen = true
    _ = try problem.losses(at: [.none])
    active?.inputs?.isOpen = false
  }

  private func ownEstimate(
    _ step: ProbeStep, on problem: any LossProblem
  ) throws(Divergence) -> Estimate {
    if let oracle {
      return try oracle.estimate(step, on: problem, changes: changes.floats)
    }
    guard optimizer.recipe != nil else {
      return Estimate(loss: try problem.lossAndGradient(), terms: nil)
    }
    guard let tangents = problem.ofTangents else {
      preconditionFailure("this problem has no derivative along a direction")
    }
    let key = step.key(query: 0)
    let (loss, slope) = try tangents.lossAndSlope(along: key)
    return Estimate(loss: loss, terms: [DirectionTerm(key: key, scale: slope)])
  }

  /// The key of the step of an optimizer beside this one.
  static func key(beside number: Int, _ key: RandomKey) -> RandomKey {
    key.folding(UInt64(number) | 1 << 62)
  }

  /// Tells masks, directions and the anchor that a step begins.
  @discardableResult
  private func begin(key: RandomKey) -> ProbeStep {
    let moment = nextMoment
    if let mask = optimizer.stepMask, let active, mask.cadence.isDue(at: moment) {
      mask.draw(active, key: key.folding(.mask), weights: weights)
    }
    if case .every(let steps) = optimizer.anchoring, (moment.step - 1) % steps == 0 {
      anchor?.keep()
    }
    field?.directions.begin(moment, key: key) { coordinateState(of: $0) }
    field?.directions.follow(weights)
    var step = ProbeStep(
      key: key, moment: moment, parts: space.partCount, memory: memory.array)
    step.elements = space.count
    if let estimator = optimizer.source.estimator {
      if estimator.wantsTravel(at: moment) { step.traveled = anchor?.traveled() ?? [] }
      if estimator.wantsLengths { step.lengths = squaredLengths(of: step.key(query: 0)) }
    }
    current = step
    return step
  }

  /// One pass over the trained weights: the only one of a step that writes them.
  ///
  /// - Precondition: `estimate` has begun this step; its key is that of the step's directions.
  public func descend(by estimate: Estimate, gradient: (Slice) -> FloatView) {
    guard let step = current else { preconditionFailure("no estimate has begun this step") }
    field?.directions.prepare(for: estimate)
    let facts = StepFacts(
      moment: nextMoment, key: step.key, estimate: estimate, norm: norm(of: estimate, gradient))
    beginRules(facts)
    squares = measures ? 0 : nil
    for slice in space.slices where active?.slices.contains(slice.index) ?? true {
      move(slice, by: facts, gradient)
    }
    field?.directions.finish(estimate)
    if let estimator = optimizer.source.estimator, plan.memory > 0 {
      memory.copy(from: estimator.learn(from: estimate, step))
    }
    steps += 1
    current = nil
    for (other, estimate) in zip(beside, estimate.beside) {
      other.descend(by: estimate, gradient: gradient)
    }
  }

  /// Goes on after `steps` steps whose weights and `blocks` have been put back.
  public func resume(after steps: Int) {
    self.steps = steps
    for other in beside { other.resume(after: steps) }
  }

  /// Makes a step again from its log, without a forward pass, bit for bit.
  ///
  /// Steps by backpropagation cannot be: their gradient is in no log, nor are activations.
  public func replay(_ estimate: Estimate, key: RandomKey) {
    precondition(optimizer.isReplayable, "gradients and activations cannot be replayed")
    begin(key: key)
    for (number, other) in beside.enumerated() {
      other.begin(key: Self.key(beside: number, key))
    }
    descend(by: estimate) { _ in preconditionFailure("a gradient cannot be replayed") }
  }
}

extension Iterate {
  /// Bytes that updates have moved so far, here and beside.
  ///
  /// Of every parameter that was moved the weights as they are stored and the rules' state, read
  /// and written, and a dense gradient, read. What masks and directions keep for themselves,
  /// scalars and scratch are left out; z is made and not read.
  package var movedBytes: Int { beside.reduce(ownMovedBytes) { $0 + $1.movedBytes } }

  /// Whether `blocks` are all that steps leave behind beside the weights.
  ///
  /// Masks, anchors and directions with a state are not among them; the step log brings those back.
  public var isKeptByBlocks: Bool {
    active == nil && optimizer.anchoring == nil && (optimizer.recipe?.isStateless ?? true)
      && beside.allSatisfy { $0.isKeptByBlocks }
  }

  /// What the rules and estimators keep, here and beside, to be written to a checkpoint, changes of
  /// outputs after the rest.
  public var blocks: [WeightView] {
    let kept = changes.byteCount > 0 ? [changes.weights(.f32)] : []
    return [state.weights(.f32)] + kept + beside.flatMap(\.blocks)
  }

  /// The root mean square of the last step's change per trained element; nil when not measured.
  ///
  /// What goes past the update rules is not in it.
  public var updateRMS: Float? {
    squares.map { Float(($0 / Double(max(space.count, 1))).squareRoot()) }
  }
}
