import Graphs
import Schemes
import Tensors
import Training
import Vocabulary

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
    let subject = try TimedCell(plan, steps: request.steps + 1)
    let bare = try subject.bareForwards()
    let steps = try subject.steps()
    // Everything behind this line takes memory that is no step's.
    peakResidentBytes = ResidentSize.peakBytes
    let evaluation = try subject.evaluation()
    let rate = try ProductRate(subject.products)

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
    (phases, operations) = ([], [])
    bareForwardSeconds = bare.seconds.median
    (evaluationSeconds, evaluationExamples) = (evaluation, plan.sample.dev.count)
    tokens = Int(steps.median { Double($0.tokens) })
    flops = steps.median(\.flops)
    stepGflops = flops / stepSeconds * 1e-9
    gemmGflops = rate.gflops
    floorSeconds = rate.gflops > 0 ? flops / rate.gflops * 1e-9 : 0
    floorRatio = floorSeconds > 0 ? stepSeconds / floorSeconds : 0
    initialLoss = Double(bare.firstLoss)
    ledgerPeakBytes = subject.peak.peakBytes
    accounts = subject.peak.atPeak
    forecastBytes = subject.forecastBytes
    machine = Machine.current(threads: request.threads, version: version)
    phases = phaseRecords
    operations = records(of: subject.operations)
  }

  private func records(of times: [OperationTime]) -> [Operation] {
    times.map { time in
      let seconds = time.seconds / Double(steps)
      return Operation(
        operation: time.operation, calls: Double(time.calls) / Double(steps), seconds: seconds,
        share: stepSeconds > 0 ? seconds / stepSeconds : 0)
    }
  }
}
