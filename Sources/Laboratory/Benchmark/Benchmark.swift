import Graphs
import Schemes
import Tensors
import Training
import Vocabulary

/// How long a training step takes, phase by phase, and what it holds: medians over steps.
package struct Benchmark: Codable, Sendable {
  package var model: String
  package var task: String
  package var scheme: String
  package var optimizer: String
  package var weights: StorageFormat
  /// What factors of dense products are rounded to.
  package var compute: Compute
  package var batch: Int
  package var threads: Int
  /// Steps that were timed; one more, the first, was not.
  package var steps: Int
  /// Numbers that train.
  package var parameters: Int

  /// A whole step.
  package var stepSeconds: Double
  /// Packing and loading its batch.
  package var dataSeconds: Double
  /// Its passes without `directionSeconds`; a first-order step's backward pass is in it.
  package var forwardSeconds: Double
  /// Reading weights in panels: conversion, directions, displacement.
  package var directionSeconds: Double
  package var updateSeconds: Double
  /// The phases of a step, in their order.
  package var phases: [Phase]
  /// What a step spends on each kind of operation in its passes, the longest first; means over
  /// steps, in which weights that an operation reads are a part of it.
  package var operations: [Operation]
  /// One forward pass at the weights themselves, by itself, on the same batches.
  package var bareForwardSeconds: Double
  /// Scoring `evaluationExamples` development examples.
  package var evaluationSeconds: Double
  package var evaluationExamples: Int

  /// Packed tokens of a batch.
  package var tokens: Int
  /// Floating-point operations of the matrix products of a step.
  package var flops: Double
  /// Bytes that a step must move: those of its operations and of its update.
  package var bytes: Double
  /// `flops` of a second of `stepSeconds`, in 10⁹.
  package var stepGflops: Double
  /// What `gemmGflops` was measured with: `OpenBLAS for SkylakeX`, or `own kernels`.
  package var yardstick: String
  /// What the program's own kernels do in a second on the same products, in 10⁹.
  package var ownGflops: Double
  /// What the yardstick does in a second on products of these shapes, each in one call, in 10⁹.
  package var gemmGflops: Double
  /// `flops` at that rate: what a step takes at the least.
  package var floorSeconds: Double
  /// A step by its products at that rate: the median over `turns`, in each of which both are
  /// measured right after one another.
  package var floorRatio: Double
  /// What the same products take in bf16, each in one call of oneDNN with factors that are rounded
  /// already; nil where a step's products are f32.
  package var halfFloorSeconds: Double?
  /// A step by its products in bf16, as `floorRatio`; nil where a step's products are f32.
  package var halfFloorRatio: Double?
  /// A step by two bare forward passes over its batch, as `floorRatio`.
  package var forwardRatio: Double
  /// Rounds of some steps, as many bare passes and the products alone.
  package var turns: Int

  /// What the machine does at the most on these threads; nil where that was not asked for.
  package var roofs: Roofs?

  /// The loss of the first batch at the initial weights.
  package var initialLoss: Double
  package var ledgerPeakBytes: Int
  package var forecastBytes: Int
  /// Bytes per account at the peak.
  package var accounts: AccountBytes
  /// The process's largest resident size until the end of the first step: bare passes and products
  /// alone, which take turns with the steps after it, have memory of their own.
  package var peakResidentBytes: Int
  package var machine: Machine
}

extension Benchmark {
  /// What is measured.
  package struct Request: Sendable {
    package var model: Component
    package var task: Component
    package var scheme: Component
    package var optimizer: Component
    /// Examples per step.
    package var batch = 16
    /// Timed steps.
    package var steps = 5
    package var threads = 1
    package var weights = StorageFormat.f32
    /// `f32`, or `bf16` where oneDNN is there.
    package var compute = Compute.f32
    /// Development examples that an evaluation scores.
    package var evaluated = 32
    /// Tokens kept per sequence.
    package var maxLength = 2048
    /// Whether to measure what the machine does at the most: some seconds more.
    package var measuresRoofs = false

    package init(model: Component, task: Component, scheme: Component, optimizer: Component) {
      self.model = model
      self.task = task
      self.scheme = scheme
      self.optimizer = optimizer
    }

    var cell: Cell {
      var run = RunSettings()
      (run.steps, run.batch, run.evaluations) = (steps + 1, batch, 1)
      (run.train, run.dev, run.test) = (batch * (steps + 1), evaluated, 1)
      (run.weights, run.compute, run.maxLength) = (weights, compute, maxLength)
      return Cell(model: model, task: task, scheme: scheme, optimizer: optimizer, run: run)
    }
  }
}

extension Benchmark {
  /// Measures; batches are the examples of the training file in its order.
  ///
  /// - Parameter version: the program's, for the record of the machine.
  /// - Throws: `InputProblem` for what cannot be run or takes no steps; `OutOfMemory`.
  package init(_ request: Request, planner: Planner, version: String) throws {
    Parallel.setThreads(request.threads)
    let plan = try planner.planInFileOrder(request.cell)
    guard plan.resolution.scheme.learning == .steps else {
      throw InputProblem(at: "scheme \(request.scheme)", "takes no steps that could be timed")
    }
    let subject = try TimedCell(plan)
    let loss = try subject.initialLoss()
    let training = try TimedTraining(subject, steps: request.steps + 1)
    _ = try training.next()
    // Everything behind this line takes memory that is no step's.
    peakResidentBytes = ResidentSize.peakBytes
    let passes = try BarePasses(subject)
    passes.skip()
    let turns = try Turn.lengths(of: request.steps).map {
      try Turn($0, of: training, passes, subject.products, request.compute)
    }
    let (steps, held) = (turns.steps, subject.ledger.profile)
    let evaluation = try subject.evaluation()

    model = request.model.description
    task = request.task.description
    scheme = request.scheme.description
    optimizer = request.optimizer.description
    (weights, compute) = (request.weights, request.compute)
    (batch, threads) = (request.batch, request.threads)
    (self.steps, parameters) = (request.steps, plan.trainableCount)
    stepSeconds = steps.median(\.total)
    dataSeconds = steps.median(\.data)
    forwardSeconds = steps.median(\.forward)
    directionSeconds = steps.median(\.direction)
    updateSeconds = steps.median(\.update)
    (phases, operations, bytes) = ([], [], 0)
    roofs = request.measuresRoofs ? try Roofs(measuring: request.compute) : nil
    bareForwardSeconds = turns.flatMap(\.passes).median
    (evaluationSeconds, evaluationExamples) = (evaluation, plan.sample.dev.count)
    tokens = Int(steps.median { Double($0.tokens) })
    flops = steps.median(\.flops)
    stepGflops = flops / stepSeconds * 1e-9
    yardstick = Kernels.blas ?? "own kernels"
    ownGflops = turns.median(\Turn.own.gflops)
    gemmGflops = turns.median(\Turn.yardstick.gflops)
    floorSeconds = gemmGflops > 0 ? flops / gemmGflops * 1e-9 : 0
    floorRatio = turns.median { $0.ratio(to: $0.yardstick) }
    let half = request.compute == .bf16 ? turns.median { $0.half?.gflops ?? 0 } : nil
    halfFloorSeconds = half.map { [flops] in $0 > 0 ? flops / $0 * 1e-9 : 0 }
    halfFloorRatio = half.map { _ in turns.median { turn in turn.half.map(turn.ratio(to:)) ?? 0 } }
    forwardRatio = turns.median(\Turn.forwardRatio)
    self.turns = turns.count
    initialLoss = Double(loss)
    ledgerPeakBytes = held.peakBytes
    accounts = held.atPeak
    forecastBytes = subject.forecastBytes
    machine = Machine.current(threads: request.threads, version: version)
    phases = phaseRecords(of: steps)
    operations = records(of: training.operations)
    bytes = operations.reduce(steps.median(\.updateBytes)) { $0 + $1.bytes }
  }
}
