import Laboratory
import Tensors
import Testing
import Training
import Vocabulary

/// What `zobench bench` says of a small checkpoint; no number of seconds is judged.
@Suite struct BenchmarkTests {
  private static func benchmark(
    _ optimizer: String, scheme: String = "ft", weights: StorageFormat = .f32,
    compute: Compute = .f32, steps: Int = 2, roofs: Bool = false
  ) throws -> Benchmark {
    var request = Benchmark.Request(
      model: Component(Checkpoints.path("opt")), task: Component("mini-sst2"),
      scheme: Component(scheme), optimizer: Component(optimizer))
    (request.batch, request.steps, request.weights) = (4, steps, weights)
    (request.evaluated, request.threads) = (3, Parallel.threads)
    (request.compute, request.measuresRoofs) = (compute, roofs)
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

  /// What this machine cannot multiply is refused, not tried.
  @Test func theFormatOfProductsIsChecked() throws {
    do {
      try Compute.bf16.check()
    } catch {
      #expect(throws: InputProblem.self) { try Self.benchmark("zo-sgd", compute: .bf16) }
      return
    }
    #expect(try Self.benchmark("zo-sgd", compute: .bf16).compute == .bf16)
  }

  /// Steps that are timed are parted into turns, in each of which they have their own measure.
  @Test(arguments: [(1, 1), (4, 4), (7, 5)])
  func ratiosAreOfTurns(_ steps: Int, _ turns: Int) throws {
    let it = try Self.benchmark("zo-sgd", steps: steps)
    #expect(it.turns == turns && it.steps == steps)
    #expect(it.forwardRatio > 0 && it.floorRatio > 0 && it.halfFloorRatio == nil)
    let linear = try #require(it.operations.first { $0.operation == "Linear" })
    #expect(linear.calls == linear.calls.rounded(), "an operation is counted in every timed step")
  }

  /// With one turn the ratios are those of the times.
  @Test func aTurnsRatiosAreOfItsTimes() throws {
    let it = try Self.benchmark("zo-sgd", steps: 1)
    #expect(abs(it.forwardRatio / (it.stepSeconds / (2 * it.bareForwardSeconds)) - 1) < 1e-9)
    #expect(abs(it.floorRatio / (it.stepSeconds / it.floorSeconds) - 1) < 1e-9)
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

  /// Two layers of width 16, each with four matrices of 16 × 16 and one of 16 × 32 each way, and
  /// their biases, and a head of 320 × 16 for twelve scored positions: what they multiply and move
  /// at two places.
  @Test(arguments: [(StorageFormat.f32, 4.0), (.bf16, 2)])
  func workIsCountedAsByHand(_ format: StorageFormat, _ size: Double) throws {
    let it = try Self.benchmark("zo-sgd", weights: format, steps: 1)
    let linear = try #require(it.operations.first { $0.operation == "Linear" })
    let (tokens, lanes) = (Double(it.tokens), 2.0)
    let matrices = 2.0 * (4 * 16 * 16 + 2 * 16 * 32)
    let (head, scored) = (320.0 * 16, 12.0)
    let weights = matrices + 2 * (5 * 16 + 32) + head
    // Numbers that go in and come out.
    let values = tokens * 2 * (4 * (16 + 16) + 2 * (16 + 32)) + scored * (16 + 320)
    #expect(linear.flops == lanes * 2 * (tokens * matrices + scored * head))
    #expect(linear.bytes == lanes * 4 * values + size * weights)
    #expect(linear.intensity == linear.flops / linear.bytes)
    #expect(linear.gflops == linear.flops / linear.seconds * 1e-9)
    #expect(it.operations.reduce(0) { $0 + $1.flops } == it.flops)
    let update = try #require(it.phases.last)
    #expect(update.bytes == 2 * size * Double(it.parameters))
    #expect(it.bytes == it.operations.reduce(2 * size * Double(it.parameters)) { $0 + $1.bytes })
    // Norms are read besides; rows of both tables are looked up.
    let norms = 5.0 * 2 * 16
    #expect(it.phases[2].bytes == size * (weights + norms))
    #expect(it.phases[0].bytes == nil && it.phases[1].bytes == nil)
    let norm = try #require(it.operations.first { $0.operation == "Normalize" })
    #expect(norm.flops == 0 && norm.bytes > 0 && norm.gflops == nil && norm.intensity == nil)
  }

  /// Adam keeps two numbers beside each weight, and reads its gradient.
  @Test func updatesMoveTheirState() throws {
    for (optimizer, size) in [("zo-adam", 24.0), ("fo-adam", 28), ("fo-sgd", 12)] {
      let it = try Self.benchmark(optimizer, steps: 1)
      #expect(it.phases[3].bytes == size * Double(it.parameters), "\(optimizer)")
    }
  }

  /// A kind is one record, though it runs in several programs.
  @Test func kindsAreRecordedOnce() throws {
    let it = try Self.benchmark("zo-fo-hybrid")
    let kinds = it.operations.map(\.operation)
    #expect(Set(kinds).count == kinds.count && kinds.contains("LinearWeightGradient"))
  }

  @Test func roofsAreMeasuredWhereTheyAreAskedFor() throws {
    #expect(try Self.benchmark("zo-sgd").roofs == nil)
    let roofs = try #require(try Self.benchmark("zo-sgd", roofs: true).roofs)
    #expect(roofs.gflops > 0 && roofs.gigabytesPerSecond > 0 && roofs.halfGflops == nil)
    #expect(roofs.ridge == roofs.gflops / roofs.gigabytesPerSecond)
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
