import Laboratory
import Tensors
import Testing
import Training
import Vocabulary

/// What `zobench bench` says of a small checkpoint; no number of seconds is judged.
@Suite struct BenchmarkTests {
  private static func benchmark(
    _ optimizer: String, scheme: String = "ft", weights: StorageFormat = .f32
  ) throws -> Benchmark {
    var request = Benchmark.Request(
      model: Component(Checkpoints.path("opt")), task: Component("mini-sst2"),
      scheme: Component(scheme), optimizer: Component(optimizer))
    (request.batch, request.steps, request.weights) = (4, 2, weights)
    (request.evaluated, request.threads) = (3, Parallel.threads)
    return try Benchmark(
      request, planner: Planner(dataDirectory: nil, complete: true), version: "test")
  }

  @Test(arguments: [
    ("zo-sgd", "ft", StorageFormat.f32), ("zo-sgd", "ft", .bf16), ("zo-sgd", "lora", .f32),
    ("subzero", "ft", .f32), ("zo-adam", "prefix", .bf16), ("fo-adam", "ft", .f32),
    ("forward-grad", "ft", .f32),
  ])
  func theForecastIsWhatWasHeld(_ optimizer: String, _ scheme: String, _ weights: StorageFormat)
    throws
  {
    let it = try Self.benchmark(optimizer, scheme: scheme, weights: weights)
    #expect(it.forecastBytes == it.ledgerPeakBytes)
    #expect(it.accounts.total == it.ledgerPeakBytes)
    #expect(it.flops > 0 && it.tokens > 0 && it.initialLoss > 0 && it.gemmGflops > 0)
    #expect(it.stepSeconds >= it.forwardSeconds && it.forwardSeconds > 0)
  }

  /// There is a record of every phase, and of every kind of operation with its calls in a step.
  @Test func phasesAndOperationsAreRecorded() throws {
    let it = try Self.benchmark("zo-sgd")
    #expect(it.phases.map(\.phase) == ["data", "passes", "directions", "update"])
    #expect(it.phases.allSatisfy { $0.seconds >= 0 && $0.share >= 0 })
    let linear = try #require(it.operations.first { $0.operation == "Linear" })
    #expect(linear.calls >= 6 && linear.calls == linear.calls.rounded())
    let seconds = it.operations.map(\.seconds)
    #expect(seconds == seconds.sorted(by: >) && seconds.reduce(0, +) > 0)
  }

  /// Every optimizer begins with the same batch of the file at the same weights.
  @Test func theInitialLossIsTheModelsOwn() throws {
    let losses = try ["zo-sgd", "fo-sgd"].map { try Self.benchmark($0).initialLoss }
    #expect(losses[0] == losses[1])
  }

  @Test func whatTakesNoStepsIsRefused() throws {
    #expect(throws: InputProblem.self) { try Self.benchmark("zo-sgd", scheme: "zero-shot") }
  }
}
