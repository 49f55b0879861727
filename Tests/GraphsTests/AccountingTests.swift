import Graphs
import Tensors
import Testing
import Vocabulary

/// What a program says that it costs is what it costs, to the operation and to the byte.
@Suite struct AccountingTests {
  @Test(arguments: OperationCase.all)
  func operationsAreForecastExactly(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    for (name, program) in bench.programs {
      let executor = try bench.executor(program, Program.Setting(lanes: 2, displaced: true))
      executor.load(subject.batch)
      executor.run(tangent: RandomKey(seed: 1))
      let once = program.graph.flops(subject.batch.extents)
      #expect(executor.flops == once, "\(name)")
      if program.writesGradients { continue }
      executor.run(at: [.none, .along(RandomKey(seed: 2), by: 0.5)], tangent: RandomKey(seed: 1))
      #expect(executor.flops == 3 * once, "\(name), two lanes")
    }
  }

  @Test(arguments: OperationCase.all, StorageFormat.allCases)
  func bytesAreForecastExactly(_ subject: OperationCase, _ format: StorageFormat) throws {
    let bench = try Bench(subject, format: format)
    for (name, program) in bench.programs {
      for setting in Self.settings(format) {
        let before = bench.ledger.live
        bench.ledger.restart()
        try Self.use(bench, program, setting)
        let peaks = bench.ledger.profile.peaks
        let forecast = before + program.memory(setting, capacity: subject.batch.extents)
        for account in Account.allCases {
          #expect(peaks[account] == forecast[account], "\(name) \(setting) \(account)")
        }
        #expect(bench.ledger.live == before, "\(name): the executor kept memory")
      }
    }
  }

  @Test func theLedgerRefusesWhatPassesTheLimit() throws {
    let subject = OperationCase.losses[2]
    let program = try Bench(subject).gradientProgram
    let bytes = program.memory(Program.Setting(), capacity: subject.batch.extents).total
    let weights = ParameterStore.blueprint(subject.layout, format: .f32, in: .weights).bytes.total
    for (limit, suffices) in [(2 * weights + bytes, true), (2 * weights + bytes - 1, false)] {
      let ledger = Ledger(limit: limit)
      let store = try ParameterStore(subject.layout, in: .weights, of: ledger)
      let sums = try ParameterStore(subject.layout, in: .gradients, of: ledger)
      let executor = try? Executor(
        program, Program.Setting(), weights: store, gradients: sums,
        capacity: subject.batch.extents, ledger: ledger)
      #expect((executor != nil) == suffices)
    }
  }

  private static func settings(_ format: StorageFormat) -> [Program.Setting] {
    [1, 2].flatMap { lanes in
      [false, true].map { Program.Setting(lanes: lanes, displaced: $0, format: format) }
    }
  }

  /// Makes an executor, runs it, and lets it go.
  private static func use(
    _ bench: Bench, _ program: Program, _ setting: Program.Setting
  ) throws {
    let executor = try bench.executor(program, setting)
    executor.load(bench.subject.batch)
    executor.run(tangent: RandomKey(seed: 3))
  }
}
