import Foundation
import Models
import Synchronization
import Tensors
import Testing
import Training
import Vocabulary

/// Cells that do not train the base hold it together.
@Suite("Shared weights", .tags(.slow))
struct SharedWeightsTests {
  static let schemes = [Component("bitfit"), Component("last-layers", ["layers": .integer(1)])]

  private static func cell(
    _ scheme: Component, _ optimizer: Component, model: String = Checkpoints.path("opt"),
    format: StorageFormat = .f32, steps: Int = 3
  ) -> Cell {
    var run = Runs.settings
    run.steps = steps
    run.weights = format
    var cell = Runs.cell(model: model, optimizer, run)
    cell.scheme = scheme
    return cell
  }

  @Test(
    "are forecast and measured alike, byte for byte", arguments: schemes,
    [StorageFormat.f32, .bf16, .f16])
  func forecastIsMeasured(scheme: Component, format: StorageFormat) throws {
    for optimizer in Runs.optimizers {
      let cell = Self.cell(scheme, optimizer, format: format)
      let result = try Runs.run(cell)
      #expect(result.outcome == .completed, "\(result.outcome.detail)")
      let trial = try #require(result.trials.first)
      for phase in [trial.training, trial.evaluation] {
        #expect(phase.forecast == phase.measured, "\(cell.name)")
      }
      let entry = try Runs.forecast(cell)
      #expect(entry.training == trial.training.measured)
      #expect(entry.evaluation == trial.evaluation.measured)
      #expect(0 < result.trainableParameters && result.trainableParameters < result.parameters)
    }
  }

  @Test(
    "train as weights of one's own do, to the bit", arguments: schemes,
    ["fo-sgd", "fo-adam", "zo-sgd"])
  func sameAsUnshared(scheme: Component, optimizer: String) throws {
    for format in [StorageFormat.f32, .bf16] {
      let cell = SeededCell(
        Self.cell(scheme, Component(optimizer), format: format, steps: 10), seed: 1)
      let plan = try Planner(dataDirectory: nil, complete: true).plan(cell)
      let model = try PretrainedModel(cell.cell.model.name)
      func own() throws -> ParameterStore {
        let store = try ParameterStore(
          model.family.layout, format: format, in: .weights, of: Ledger())
        try model.load(into: store)
        return store
      }
      let before = try own()
      let unshared = try Trial(
        plan, point: [:], ledger: Ledger(), interruption: Interruption(), weights: own
      ) { _ in }
      try unshared.run()
      let result = try Runs.run(cell.cell, seed: 1)
      #expect(unshared.result.curve == result.trials.first?.curve)
      #expect(unshared.result.dev == result.trials.first?.dev)
      let trained = try Self.trained(plan, in: before.layout)
      let changed = before.layout.slices.filter {
        Self.bytes(before, $0) != Self.bytes(unshared.weights, $0)
      }
      // Steps may be too small for a parameter of bf16, and some gradients are zero.
      #expect(trained.isSuperset(of: changed.map(\.index)))
      #expect(format != .f32 || changed.count > trained.count / 2)
    }
  }

  private static func trained(_ plan: RunPlan, in layout: Layout) throws -> Set<Int> {
    let store = try plan.weights(from: WeightPool(ledger: Ledger()), ledger: Ledger())
    return Set(layout.slices.filter { store.owns($0) }.map(\.index))
  }

  private static func bytes(_ store: ParameterStore, _ slice: Slice) -> Data {
    store.view(slice).withBytes { Data($0) }
  }

  /// Two cells at once, held at their first step until both are there.
  @Test("of two cells at once are in memory once", arguments: [StorageFormat.f32, .bf16])
  func twoAtOnce(format: StorageFormat) throws {
    let (runner, results) = try Self.together(
      ["fo-sgd", "zo-sgd"].map { Self.cell(Component("bitfit"), Component($0), format: format) })
    let layout = try PretrainedModel(Checkpoints.path("opt")).family.layout
    let width = format == .f32 ? 4 : 2
    let own = layout.slices.filter { $0.kind == .bias }.reduce(0) { $0 + $1.count } * width
    let base = layout.count * width - own
    #expect(runner.ledger.profile.peaks[.weights] == base + 2 * own)
    #expect(runner.ledger.live == AccountBytes())
    for result in results {
      #expect(result?.trials.first?.training.measured.peaks[.weights] == base + own)
    }
  }

  @Test("are shared by schemes as far as neither trains them")
  func twoSchemes() throws {
    let (runner, results) = try Self.together(
      Self.schemes.map { Self.cell($0, Component("zo-sgd")) })
    let layout = try PretrainedModel(Checkpoints.path("opt")).family.layout
    let own = results.compactMap { $0?.trainableParameters }.reduce(0, +)
    // Of the last block and the final norm, BitFit trains the biases, and nobody the rest twice.
    let norm = "model.decoder.final_layer_norm.bias"
    let trainedByBoth = layout.slices.filter {
      $0.kind == .bias && ($0.block?.number == 1 || $0.name == norm)
    }.reduce(0) { $0 + $1.count }
    #expect(
      runner.ledger.profile.peaks[.weights] == 4 * (layout.count - trainedByBoth + own))
  }

  /// Runs cells at once and lets none go on from its first step before all are there.
  private static func together(_ cells: [Cell]) throws -> (GridRunner, [RunResult?]) {
    let meeting = Meeting(parties: cells.count)
    let runner = GridRunner(
      jobs: cells.count, threads: cells.count, memoryLimit: nil, interruption: Interruption(),
      observers: [StepObserver { if $0 == 1 { meeting.arrive() } }, WarningObserver()],
      registry: .init(claim: { _, _ in true }, finishedTrials: { _ in [:] }))
    let results = runner.run(
      try Planner(dataDirectory: nil, complete: true)
        .plan(cells.map { SeededCell($0, seed: 0) }).checked())
    #expect(results.allSatisfy { $0?.outcome == .completed })
    return (runner, results)
  }

  @Test("of tuned trials do not pile up")
  func oneTrialAtATime() throws {
    var cell = Self.cell(Component("bitfit"), Component("fo-adam"))
    cell.tune = ["learningRate": [.number(1e-2), .number(1e-3), .number(1e-4)]]
    let bytes = try Runs.forecast(cell).forecastBytes
    let result = try Runs.run(cell, memoryLimit: bytes)
    #expect(result.outcome == .completed, "\(result.outcome.detail)")
    #expect(try Runs.run(cell).reproducible == result.reproducible)
  }

  @Test("and a limit for one cell make two of them take turns")
  func turns() throws {
    let cells = [0, 1].map { SeededCell(Self.cell(Component("ft"), Component("fo-sgd")), seed: $0) }
    let bytes = try Runs.forecast(cells[0].cell).forecastBytes * 3 / 2
    let runner = GridRunner(
      jobs: 2, threads: 2,
      memoryLimit: bytes, interruption: Interruption(), observers: [WarningObserver()],
      registry: .init(claim: { _, _ in true }, finishedTrials: { _ in [:] }))
    let plan = try Planner(dataDirectory: nil, complete: true).plan(cells).checked()
    #expect(runner.run(plan).allSatisfy { $0?.outcome == .completed })
    #expect(runner.ledger.profile.peakBytes <= bytes)
  }
}

/// Lets nobody go on before all have come, for at most ten seconds.
final class Meeting: Sendable {
  private let missing: Mutex<Int>

  init(parties: Int) { missing = Mutex(parties) }

  func arrive() {
    missing.withLock { $0 -= 1 }
    let start = ContinuousClock.now
    while missing.withLock({ $0 > 0 }), ContinuousClock.now - start < .seconds(10) {
      Thread.sleep(forTimeInterval: 0.001)
    }
  }
}
