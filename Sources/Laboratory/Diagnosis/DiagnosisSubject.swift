import Graphs
import Optimizers
import Schemes
import Tasks
import Tensors
import Training
import Vocabulary

/// A model at its initial weights on one batch, with the true gradient.
final class DiagnosisSubject {
  let ledger = Ledger()
  let space: TrainedSpace
  let gradient: DenseEstimate
  let loss: Float
  private let agreement: BatchAgreement
  private let request: Diagnosis.Request
  private let planner: Planner
  private let weights: ParameterStore
  private let batch: Batch
  private let examples: [EncodedExample]

  init(_ request: Diagnosis.Request, _ planner: Planner) throws {
    self.request = request
    self.planner = planner
    let reference = Component("fo-sgd")
    let plan = try Self.plan(request, reference, planner, compute: .f32)
    let resolution = plan.resolution
    guard resolution.scheme.learning == .steps else {
      throw InputProblem(at: "scheme \(request.scheme)", "takes no steps, so it has no gradient")
    }
    space = TrainedSpace(resolution.layout, admitted: resolution.trainable)
    weights = try plan.weights(from: WeightPool(ledger: Ledger()), ledger: ledger)
    var order = BatchOrder(seed: request.seed, plan.sample, batch: request.batch)
    examples = order.examples(step: 0).map { plan.sample.train[$0] }
    batch = Packer.training(examples, resolution.objective)
    gradient = try DenseEstimate(space, ledger: ledger)
    let optimizer = try resolution.optimizer(at: [:])
    let problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights,
      distribution: DenseDirections(admitted: []), ledger: ledger)
    problem.load(batch, examples)
    loss = try Self.finite(reference) { () throws(Divergence) in try problem.lossAndGradient() }
    gradient.copy { problem.gradient($0) }
    let (whole, own, all) = (gradient, space, examples)
    agreement = try Self.finite(reference) { () throws(Divergence) in
      try BatchAgreement(of: whole, own, all, resolution.objective, problem)
    }
    guard Kernels.sumOfSquares(gradient.all) > 0 else {
      throw InputProblem(at: request.model, "the gradient of this batch is zero everywhere")
    }
  }

  private static func plan(
    _ request: Diagnosis.Request, _ optimizer: Component, _ planner: Planner, compute: Compute
  ) throws(InputProblem) -> RunPlan {
    var run = RunSettings()
    (run.steps, run.batch, run.evaluations) = (1, request.batch, 1)
    run.train = max(run.train, request.batch)
    // Nothing is evaluated.
    (run.dev, run.test) = (1, 1)
    run.compute = compute
    let cell = Cell(
      model: Component(request.model), task: request.task, scheme: request.scheme,
      optimizer: optimizer, run: run)
    return try planner.plan(SeededCell(cell, seed: request.seed))
  }

  /// Estimates the gradient again and again with keys of their own.
  func diagnose(_ component: Component) throws -> EstimatorDiagnosis {
    let plan = try Self.plan(request, component, planner, compute: request.compute)
    var optimizer = try plan.resolution.optimizer(at: [:])
    if !component.setsDistance { optimizer = optimizer.probing(at: request.epsilon) }
    try check(optimizer, component)
    let iterate = try Iterate(
      weights, trainable: space.admitted, optimizer: optimizer, data: plan.dataPass,
      outputs: plan.memory.outputs(of: optimizer), ledger: ledger)
    let problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights, distribution: iterate.distribution,
      ledger: ledger)
    problem.load(batch, examples)
    let sample = try AlignmentSample(gradient, space, ledger: ledger)
    let estimate = try DenseEstimate(space, ledger: ledger)
    let root = RandomKey(seed: request.seed)
    let trials = trials(of: optimizer, iterate.nextCost)
    for trial in 0..<trials {
      let found = try Self.finite(component) { () throws(Divergence) in
        try iterate.estimate(key: root.folding(UInt64(trial)), on: problem)
      }
      estimate.write(found, of: iterate) { problem.gradient($0) }
      sample.add(estimate)
    }
    return EstimatorDiagnosis(
      component.description, optimizer, iterate.nextCost, sample, trials: trials, on: agreement)
  }

  private func trials(of optimizer: Optimizer, _ cost: StepCost) -> Int {
    if let trials = request.trials { return trials }
    // The gradient itself is the same every time.
    guard optimizer.needsProbes || optimizer.needsTangent else { return 2 }
    return max(2, Diagnosis.passes / max(cost.forwards, 1))
  }

  /// - Throws: a problem when the estimate cannot be written out from outside of the optimizer.
  private func check(_ optimizer: Optimizer, _ component: Component) throws(InputProblem) {
    let parts = [optimizer] + optimizer.beside
    let masked = parts.contains { part in
      if case .backpropagation = part.source { return part.stepMask != nil }
      return false
    }
    let directed = parts.count { part in
      if case .backpropagation = part.source { return false }
      return true
    }
    guard !masked, directed < 2, optimizer.beside.allSatisfy({ $0.beside.isEmpty }) else {
      throw InputProblem(
        at: "optimizer \(component)",
        "its estimate is of several kinds at once; diagnose its parts one by one")
    }
  }

  private static func finite<R>(
    _ component: Component, _ body: () throws(Divergence) -> R
  ) throws(InputProblem) -> R {
    do throws(Divergence) {
      return try body()
    } catch {
      throw InputProblem(
        at: "optimizer \(component)",
        "the loss is \(error.loss) near the weights; try a smaller epsilon")
    }
  }
}

/// How much the gradients of a batch's examples agree: ρ = ‖ḡ‖² / mean ‖gᵢ‖², from 1/B to 1.
struct BatchAgreement {
  var examples: Int
  var ratio: Double

  /// What theory expects of a direction for every example (GRZO): E cos²·d = B·ρ + 1 − ρ.
  ///
  /// For examples whose gradients are alike in length and in their part along the mean; the second
  /// and the third term are what the mean shares with directions of examples by chance.
  var alignment: Double { Double(examples) * ratio + 1 - ratio }
}

extension BatchAgreement {
  /// One backward pass for every example.
  init(
    of gradient: DenseEstimate, _ space: TrainedSpace, _ examples: [EncodedExample],
    _ objective: Objective, _ problem: ModelProblem
  ) throws(Divergence) {
    let batches = examples.map { Packer.training([$0], objective) }
    let picks = batches.reduce(0) { $0 + $1.extents.picks }
    var sum = 0.0
    for (example, batch) in zip(examples, batches) {
      problem.load(batch, [example])
      _ = try problem.lossAndGradient()
      let square = space.slices.reduce(0.0) {
        $0 + Kernels.sumOfSquares(problem.gradient($1))
      }
      // Where every token weighs the same, examples weigh as they have tokens.
      let weight =
        objective == .language
        ? Double(batch.extents.picks * batches.count) / Double(max(picks, 1)) : 1
      sum += weight * weight * square
    }
    let mean = sum / Double(max(batches.count, 1))
    self.init(
      examples: batches.count,
      ratio: mean > 0 ? Kernels.sumOfSquares(gradient.all) / mean : 1)
  }
}
