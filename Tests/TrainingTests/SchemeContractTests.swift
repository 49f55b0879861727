import Foundation
import Models
import Schemes
import Tensors
import Testing
import Training
import Vocabulary

/// Every scheme of the catalog on every family, from plan to result.
@Suite("Runs of every scheme", .tags(.contract, .slow))
struct SchemeContractTests {
  static let fixtures = [
    "bert", "gemma2", "gemma3", "gpt-neox", "gpt2", "llama-gqa-tied", "llama-linear", "mistral",
    "opt", "opt-postnorm", "phi", "qwen2", "qwen3", "roberta",
  ]
  static let schemes =
    SchemeCatalog.descriptions.map { entry in
      entry.name == "icl" ? Component("icl", ["shots": .integer(2)]) : Component(entry.name)
    } + [
      Component(
        "prefix",
        ["init": .text("normal"), "reparametrised": .boolean(true), "width": .integer(8)])
    ]
  static let optimizers = [Component("fo-sgd"), Component("zo-sgd")]
  /// One for all: it makes each sample once.
  private static let planner = Planner(dataDirectory: nil, complete: true)

  private static func cell(
    _ scheme: Component, _ optimizer: Component, on fixture: String, format: StorageFormat = .f32,
    steps: Int = 3
  ) -> Cell {
    var run = Runs.settings
    (run.steps, run.weights, run.test) = (steps, format, 8)
    var cell = Runs.cell(model: Checkpoints.path(fixture), optimizer, run)
    cell.scheme = scheme
    return cell
  }

  /// Whether the family has what the scheme trains: RMS norms and layers without shifts have no
  /// biases.
  private static func suits(_ scheme: Component, _ fixture: String) -> Bool {
    guard scheme.name == "bitfit" else { return true }
    // A family that cannot be read counts as one that has biases: its test says why.
    let model = try? PretrainedModel(Checkpoints.path(fixture))
    return model?.family.layout.slices.contains { $0.kind == .bias } ?? true
  }

  /// These schemes, each on every family that it suits.
  static func subjects(of schemes: [Component]) -> [(scheme: Component, fixture: String)] {
    schemes.flatMap { scheme in
      fixtures.filter { suits(scheme, $0) }.map { (scheme: scheme, fixture: $0) }
    }
  }

  @Test("end in the bytes that were forecast", arguments: subjects(of: schemes))
  func forecast(subject: (scheme: Component, fixture: String)) throws {
    for (optimizer, format) in [("fo-sgd", StorageFormat.f32), ("zo-sgd", .f32), ("fo-sgd", .bf16)]
    {
      let cell = Self.cell(
        subject.scheme, Component(optimizer), on: subject.fixture, format: format)
      let result = try Runs.run(cell, planner: Self.planner)
      #expect(result.outcome == .completed, "\(cell.name): \(result.outcome.detail)")
      let trial = try #require(result.trials.first)
      for (phase, name) in [(trial.training, "training"), (trial.evaluation, "evaluation")] {
        for account in Account.allCases {
          let bytes = (phase.forecast.peaks[account], phase.measured.peaks[account])
          #expect(bytes.0 == bytes.1, "\(account) in \(name) of \(cell.name)")
        }
        #expect(phase.forecast == phase.measured, "\(name) of \(cell.name)")
      }
      let entry = try Self.planner.entry(SeededCell(cell, seed: 0))
      #expect(entry.training == trial.training.measured)
      #expect(entry.evaluation == trial.evaluation.measured)
      #expect(result.test?.examples == 8)
    }
  }

  @Test(
    "leave frozen weights as they are and move what trains", arguments: subjects(of: schemes),
    optimizers)
  func frozenBits(
    subject: (scheme: Component, fixture: String), optimizer: Component
  ) throws {
    var optimizer = optimizer
    optimizer.settings["learningRate"] = .number(1e-2)
    let seeded = SeededCell(
      Self.cell(subject.scheme, optimizer, on: subject.fixture, steps: 10), seed: 1)
    let plan = try Self.planner.plan(seeded)
    let model = try PretrainedModel(seeded.cell.model.name)
    let tuned = try SchemeCatalog.make(subject.scheme).attach(to: model.family)
    // All in memory of its own, so that nothing but the scheme keeps a weight from being written.
    func own() throws -> ParameterStore {
      let store = try ParameterStore(
        tuned.layout, adapters: Set(tuned.adapters.keys), in: .weights, of: Ledger())
      try model.load(into: store)
      try tuned.initialize(store, key: RandomKey(seed: 1), ledger: Ledger())
      return store
    }
    let before = try own()
    let trial = try Trial(
      plan, point: [:], ledger: Ledger(), interruption: Interruption(), weights: own
    ) { _ in }
    try trial.run()
    #expect(trial.result.outcome == .completed)
    let usesOptimizer = try SchemeCatalog.make(subject.scheme).learning.usesOptimizer
    #expect(trial.result.stepsDone == (usesOptimizer ? 10 : 0))
    let changed = tuned.layout.slices.filter { slice in
      before.view(slice).withBytes { Data($0) }
        != trial.weights.view(slice).withBytes { Data($0) }
    }.map(\.index)
    #expect(tuned.owned.isSuperset(of: changed))
    // The fixture's window of five tokens is shorter than the way from an answer to the prompt.
    let isOutOfSight =
      subject.fixture == "mistral" && ["prefix", "prompt"].contains(subject.scheme.name)
    #expect(changed.isEmpty == (tuned.owned.isEmpty || isOutOfSight))
  }

  @Test(
    "without steps are one cell for all optimizers",
    arguments: [Component("zero-shot"), Component("icl"), Component("linear-probe")])
  func oneIdentity(scheme: Component) throws {
    let planner = Planner(dataDirectory: nil, complete: true)
    var identities: Set<Identity> = []
    for (optimizer, steps) in [("fo-adam", 3), ("zo-sgd", 100), ("none", 7)] {
      let cell = Self.cell(scheme, Component(optimizer), on: "opt", steps: steps)
      let entry = try planner.entry(SeededCell(cell, seed: 0))
      #expect(entry.steps == 0 && entry.cost == StepCost() && entry.flops == 0)
      identities.insert(entry.identity)
    }
    #expect(identities.count == 1)
  }

  @Test("refuse a linear probe where answers are no labels")
  func unsuitableProbe() throws {
    var cell = Self.cell(Component("linear-probe"), Component("none"), on: "opt")
    cell.task = Component("mini-copa")
    let entry = try Runs.forecast(cell)
    guard case .skipped(let reason) = entry.state else {
      Issue.record("\(entry.state)")
      return
    }
    #expect(reason.contains("scheme head"))
  }

  @Test("show demonstrations before every question")
  func demonstrations() throws {
    let none = Self.cell(Component("zero-shot"), Component("none"), on: "opt")
    let two = Self.cell(Component("icl", ["shots": .integer(2)]), Component("none"), on: "opt")
    let bytes = try [none, two].map { try Runs.forecast($0).evaluation.peaks[.data] }
    #expect(bytes[1] > 2 * bytes[0])
    #expect(try Runs.run(none, planner: Self.planner).test?.metrics != Runs.run(two).test?.metrics)
  }
}
