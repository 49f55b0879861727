import Models
import Optimizers
import Tensors
import Testing
import Training
import Vocabulary

/// A fine-tuned model is its start and its step log.
@Suite("Replay of a trial", .tags(.slow))
struct StepLogReplayTests {
  @Test(
    "rebuilds the weights bit for bit without a forward pass",
    arguments: [
      "zo-sgd", "zo-adam", "subzero", "conmezo", "lezo", "adalezo", "forward-grad",
      "grzo", "es", "dpzero", "jaguar", "curvzo", "eggroll",
    ],
    [StorageFormat.f32, .bf16])
  func replay(name: String, format: StorageFormat) throws { try expectReplay(name, format) }

  @Test(
    "rebuilds integers and scales bit for bit", arguments: ["quzo", "qzo"],
    [StorageFormat.int8, .int4])
  func integers(name: String, format: StorageFormat) throws { try expectReplay(name, format) }

  private func expectReplay(_ name: String, _ format: StorageFormat) throws {
    var run = Runs.settings
    run.steps = 12
    run.weights = format
    // Steps of eggroll are of the size of ε; at smaller rates bf16 weights may stay what they are.
    let rate = name == "eggroll" ? 1 : 1e-3
    let optimizer = Component(name, ["learningRate": .number(rate)])
    let cell = SeededCell(Runs.cell(optimizer, run), seed: 3)
    let plan = try Planner(dataDirectory: nil, complete: true).plan(cell)
    let model = try PretrainedModel(cell.cell.model.name)
    func start() throws -> ParameterStore {
      let store = try ParameterStore(
        model.family.layout, format: format, in: .weights, of: Ledger())
      try model.load(into: store)
      return store
    }
    let trial = try Trial(
      plan, point: [:], ledger: Ledger(), interruption: Interruption(), weights: start
    ) { _ in }
    try trial.run()
    let log = try StepLog(decoding: #require(trial.log).bytes)
    #expect(log.count == 12)
    let rebuilt = try start()
    let everything = Set(rebuilt.layout.slices.map(\.index))
    try Iterate(
      rebuilt, trainable: everything, optimizer: OptimizerCatalog.make(optimizer),
      horizon: run.steps, ledger: Ledger()
    ).replay(log)
    let before = try start().all.withBytes { Array($0) }
    let found = rebuilt.all.withBytes { Array($0) }
    let isRebuilt = found == trial.weights.all.withBytes { Array($0) }
    let hasMoved = found != before
    #expect(isRebuilt && hasMoved)
  }
}
