import Graphs
import Optimizers
import Tasks
import Tensors
import Vocabulary

/// A model on the batches of a run, as an optimizer sees it.
///
/// With `compute: bf16` a loss is off by some 5e-4, and what is divided by ε by about 3e-4/ε
/// (measured, README); gradients are those of the rounded forward pass, computed backward in f32.
package final class ModelProblem: StepProblem {
  /// A program that is ready to run.
  private struct Evaluation {
    let executor: Executor
    let pass: TrainingProgram.Pass

    var loss: Float { executor.value(pass.loss)[0] }
  }

  private let probes: Evaluation?
  private let tangent: Evaluation?
  private let backward: Evaluation?
  private let gradients: ParameterStore?
  /// What answers the loaded questions, when their F1 is the loss.
  private let answers: AnswerScorer?
  private let data: DataBatches
  private let capacity: Extents
  private var batch = StepBatch(Batch(), of: [])
  /// The lane in which the outputs' gradient at the weights is.
  private var outputLane = 0
  /// Forward passes over batches of all data since the step's batch was loaded, and their tokens.
  package private(set) var dataPasses = (forwards: 0, tokens: 0)

  package init(
    _ step: TrainingProgram, _ plan: RunPlan, weights: ParameterStore,
    distribution: any DirectionDistribution, ledger: Ledger
  ) throws {
    let capacity = plan.memory.capacity(step)
    self.capacity = capacity
    data = DataBatches(plan)
    let gradients = try step.gradientStore(of: ledger)
    func evaluation(
      _ pass: TrainingProgram.Pass?, _ gradients: ParameterStore? = nil
    ) throws(OutOfMemory) -> Evaluation? {
      guard let pass else { return nil }
      let executor = try Executor(
        pass.program, pass.setting, weights: weights, gradients: gradients, capacity: capacity,
        ledger: ledger)
      executor.distribution = distribution
      return Evaluation(executor: executor, pass: pass)
    }
    probes = try evaluation(step.probes)
    tangent = try evaluation(step.tangent)
    backward = try evaluation(step.gradient, gradients)
    answers = try step.answers.map { program in
      try AnswerScorer(
        program, plan.resolution, room: plan.memory.trainedAnswerRoom, weights: weights,
        ledger: ledger)
    }
    answers?.distribution = distribution
    self.gradients = gradients
  }

  private var evaluations: [Evaluation] { [probes, tangent, backward].compactMap { $0 } }

  package var flops: Double { evaluations.reduce(0) { $0 + $1.executor.flops } }

  /// Seconds in which the passes read weights; see `Executor`.
  package var readingSeconds: Double { evaluations.reduce(0) { $0 + $1.executor.readingSeconds } }

  /// Bytes of stored weights that passes read in these seconds; see `Executor`.
  package var readingBytes: Int { evaluations.reduce(0) { $0 + $1.executor.readingBytes } }

  /// Measures every operation of the passes from now on.
  package func measureOperations() { evaluations.forEach { $0.executor.measureOperations() } }

  /// What operations took and did since they are measured; a kind once for each program that has
  /// it.
  package var operationWork: [OperationWork] { evaluations.flatMap(\.executor.operationWork) }

  /// Takes the examples of a step, and the batch that is made of them.
  package func load(_ batch: Batch, _ examples: [EncodedExample]) {
    load(StepBatch(batch, of: examples))
  }

  /// Takes the examples of a step.
  package func load(_ batch: StepBatch) {
    dataPasses = (0, 0)
    take(batch)
  }

  func load(_ batch: StepBatch, of examples: [EncodedExample]) { load(batch) }

  private func take(_ batch: StepBatch) {
    self.batch = batch
    guard batch.pieces.count == 1 else { return }
    for evaluation in evaluations { evaluation.executor.load(batch.pieces[0].batch) }
  }

  /// Calls `body` with each piece of the batch, loaded where there are several.
  private func forEachPiece<E: Error>(
    _ evaluation: Evaluation?, _ body: (StepBatch.Piece) throws(E) -> Void
  ) throws(E) {
    for piece in batch.pieces {
      if batch.pieces.count > 1 { evaluation?.executor.load(piece.batch) }
      try body(piece)
    }
  }

  /// The mean of what the pieces say at each place, in the order of the pieces.
  private func mean(
    of count: Int, _ evaluation: Evaluation?, _ values: (StepBatch.Piece) -> [Float]
  ) -> [Float] {
    var sums = [Double](repeating: 0, count: count)
    var only: [Float] = []
    forEachPiece(evaluation) { piece in
      only = values(piece)
      for (place, value) in only.enumerated() { sums[place] += piece.weight * Double(value) }
    }
    return batch.pieces.count == 1 ? only : sums.map { Float($0 / batch.weight) }
  }

  package func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    let losses = answered(at: displacements) ?? probed(at: displacements)
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  /// One minus the F1 of generated answers at each place; nil where that is not the loss.
  private func answered(at displacements: [Displacement]) -> [Float]? {
    guard let answers else { return nil }
    return mean(of: displacements.count, nil) { piece in
      displacements.map { answers.loss(piece.questions, at: $0) }
    }
  }

  package func dataLosses(
    at displacements: [Displacement], batch number: Int?
  ) throws(Divergence) -> [Float] {
    var sums = [Double](repeating: 0, count: displacements.count)
    var total = 0.0
    let own = batch
    data.forEach(number) { batch in
      take(batch)
      for (place, loss) in probed(at: displacements).enumerated() {
        sums[place] += batch.weight * Double(loss)
      }
      total += batch.weight
      dataPasses.forwards += displacements.count
      dataPasses.tokens += displacements.count * batch.tokens
    }
    take(own)
    let losses = sums.map { Float($0 / total) }
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  package func exampleLosses(at displacements: [Displacement]) throws(Divergence) -> [[Float]] {
    let losses = answeredByExample(at: displacements) ?? probedByExample(at: displacements)
    if let bad = losses.joined().first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  private func answeredByExample(at displacements: [Displacement]) -> [[Float]]? {
    guard let answers else { return nil }
    let questions = batch.pieces.flatMap(\.questions)
    return displacements.map { place in
      questions.enumerated().map { answers.loss([$1], at: place.of(example: $0)) }
    }
  }

  private func probedByExample(at displacements: [Displacement]) -> [[Float]] {
    precondition(
      batch.pieces.count == 1 || displacements.allSatisfy { $0.each == nil },
      "examples with directions of their own are run together")
    var losses = [[Float]](repeating: [], count: displacements.count)
    forEachPiece(probes) { piece in
      let factor = batch.pieces.count == 1 ? 1 : batch.exampleFactor(piece)
      for (place, values) in values(at: displacements).enumerated() {
        losses[place] += factor == 1 ? values : values.map { factor * $0 }
      }
    }
    return losses
  }

  /// The loss at each place; where examples are told apart, the mean of theirs.
  private func probed(at displacements: [Displacement]) -> [Float] {
    mean(of: displacements.count, probes) { _ in
      values(at: displacements).map { losses in
        losses.count == 1 ? losses[0] : losses.reduce(0, +) / Float(losses.count)
      }
    }
  }

  /// What the program says at each place of the loaded piece: its loss, or those of the examples.
  private func values(at displacements: [Displacement]) -> [[Float]] {
    guard let probes else { preconditionFailure("this problem is not probed") }
    let lanes = probes.pass.setting.lanes
    var losses: [[Float]] = []
    for start in stride(from: 0, to: displacements.count, by: lanes) {
      let places = Array(displacements[start..<min(start + lanes, displacements.count)])
      probes.executor.run(at: places)
      losses += places.indices.map { probes.executor.value(probes.pass.loss, lane: $0).array }
    }
    return losses
  }

  package func change(
    by displacement: Displacement, into block: FloatView
  ) throws(Divergence) -> Float {
    guard let probes, let outputs = probes.pass.outputs else {
      preconditionFailure("this problem keeps no outputs")
    }
    let executor = probes.executor
    let isPaired = probes.pass.setting.lanes > 1
    outputLane = isPaired ? 1 : 0
    executor.run(at: isPaired ? [displacement, .none] : [displacement])
    let block = outputBlock(block, probes)
    block.take(executor.value(outputs.rows))
    if !isPaired { executor.run() }
    block.subtract(executor.value(outputs.rows, lane: outputLane))
    let loss = executor.value(probes.pass.loss, lane: outputLane)[0]
    if !loss.isFinite { throw Divergence(loss: loss) }
    return loss
  }

  package func slope(of block: FloatView) -> Float {
    guard let probes, let outputs = probes.pass.outputs else {
      preconditionFailure("this problem keeps no outputs")
    }
    let gradient = probes.executor.value(outputs.gradient, lane: outputLane)
    return outputBlock(block, probes).product(with: gradient)
  }

  private func outputBlock(_ block: FloatView, _ probes: Evaluation) -> OutputBlock {
    let width = probes.pass.outputs.map { probes.pass.program.graph.shape($0.rows).columns } ?? 0
    return OutputBlock(block, width: width, capacity, of: batch.pieces[0].batch)
  }

  package func lossAndSlope(along key: RandomKey) throws(Divergence) -> (loss: Float, slope: Float)
  {
    guard let tangent else { preconditionFailure("this problem has no tangent") }
    let found = mean(of: 2, tangent) { _ in
      tangent.executor.run(tangent: key)
      return [tangent.loss, tangent.pass.slope.map { tangent.executor.value($0)[0] } ?? 0]
    }
    if let bad = found.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return (found[0], found[1])
  }

  package func lossAndGradient() throws(Divergence) -> Float {
    guard let backward else { preconditionFailure("this problem computes no gradient") }
    if let all = gradients?.all.floats { Kernels.fill(all, 0) }
    let total = batch.weight
    let loss = mean(of: 1, backward) { piece in
      backward.executor.lossWeight = Float(piece.weight / total)
      backward.executor.run()
      return [backward.loss]
    }[0]
    if !loss.isFinite { throw Divergence(loss: loss) }
    return loss
  }

  /// The gradients of all trained parameters, one after the other.
  var wholeGradient: FloatView? { gradients?.all.floats }

  package func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients?.view(slice).floats else {
      preconditionFailure("this problem computes no gradient")
    }
    return view
  }
}
