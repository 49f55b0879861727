import Reports
import Testing
import Vocabulary

/// What a terminal shows of a run, in lines that fit it.
struct RunBoardTests {
  private static func entry(_ optimizer: String, seed: Int = 0, flops: Double = 100) -> PlanEntry {
    let seeded = SeededCell(cell(Component(optimizer)), seed: seed)
    let digest = ContentDigest(of: "same")
    return PlanEntry(
      cell: seeded, identity: Identity(of: seeded, data: digest, model: digest), state: .new,
      training: MemoryProfile(), evaluation: MemoryProfile(), steps: 10, flops: flops,
      cost: StepCost())
  }

  private static func stepped(_ entry: PlanEntry, _ step: Int) -> RunEvent {
    .stepped(
      entry.cell, entry.identity,
      TrialNews(
        trial: 0, trials: 2, step: step, steps: 10, loss: 0.6931, spent: StepCost(forwards: 20)))
  }

  private static func ended(
    _ entry: PlanEntry, _ accuracy: Double?, _ outcome: Outcome = .completed,
    backwards: Int = 0
  ) -> RunEvent {
    var trial = trial(forecast: 1, measured: 1)
    trial.spent.backwards = backwards
    return .runFinished(
      run(
        entry.cell.cell, seed: entry.cell.seed, accuracy: accuracy, outcome: outcome, trial: trial))
  }

  private static let entries = [entry("zo-sgd"), entry("fo-adam", flops: 300)]

  private static var running: RunBoard {
    var board = RunBoard(entries)
    for entry in entries { board.note(.runStarted(entry.cell, entry.identity)) }
    for step in [1, 5] { board.note(stepped(entries[0], step)) }
    board.note(.evaluated(entries[0].cell, trial: 0, DevPoint(step: 5, score: 0.875, loss: 1)))
    return board
  }

  @Test func workIsSharedByOperations() {
    var board = Self.running
    // A quarter of one of two trials of a quarter of the operations.
    #expect(abs(board.share - 0.25 * 0.25) < 1e-12)
    board.note(Self.ended(Self.entries[1], 1))
    #expect(abs(board.share - (0.75 + 0.25 * 0.25)) < 1e-12)
    #expect(board.finished == 1 && board.jobs.count == 1)
  }

  @Test func interruptedRunsAreNotDone() {
    var board = Self.running
    board.note(Self.ended(Self.entries[0], nil, .interrupted))
    #expect(board.finished == 0 && board.jobs.count == 1)
    board.note(Self.ended(Self.entries[1], nil, .failed(message: "x")))
    #expect(board.finished == 1 && board.failed == 1)
  }

  @Test func whatEndedEarlierIsCounted() {
    var plan = Self.entries + [Self.entry("zo-adam"), Self.entry("fzoo")]
    (plan[2].state, plan[3].state) = (.done, .skipped("the memory budget"))
    var board = RunBoard(plan)
    // 100 of 500 operations.
    #expect(board.runs == 3 && board.finished == 1 && board.share == 0.2)
    let lines = RunBoardText(board, width: 80).lines(elapsed: 5)
    #expect(lines[0].hasSuffix("1/3  20 %  5.0 s"))
    // Half of zo-sgd was done by the earlier command as well, and says nothing of this one's pace.
    board.note(.runStarted(plan[0].cell, plan[0].identity))
    board.note(Self.stepped(plan[0], 10))
    #expect(board.left(after: 5) == nil)
    board.note(Self.ended(plan[0], 1))
    // 50 operations in 5 s, and 300 to come.
    #expect(abs((board.left(after: 5) ?? 0) - 30) < 1e-9)
  }

  @Test func settingsTellRunsOfOneOptimizerApart() {
    let rates = [1e-3, 1e-4].map { rate in
      var entry = Self.entry("zo-sgd")
      entry.cell.cell.optimizer.settings["learningRate"] = .number(rate)
      return entry
    }
    let names = RunNames(rates + [Self.entry("fzoo", seed: 3)])
    #expect(names.name(of: rates[0].cell) == "zo-sgd(learningRate: 0.001) · seed 0")
    #expect(names.name(of: Self.entry("fzoo", seed: 3).cell) == "fzoo · seed 3")
    let whole = RunNames(rates, axes: Axis.allCases).name(of: rates[1].cell)
    #expect(whole == "tiny-opt · mini-sst2 · ft · zo-sgd(learningRate: 0.0001) · seed 0")
  }

  @Test func theBestOfEachClassIsKept() {
    var board = RunBoard(Self.entries)
    board.note(Self.ended(Self.entry("zo-sgd"), 0.9))
    board.note(Self.ended(Self.entry("fzoo"), 0.8))
    board.note(Self.ended(Self.entry("fo-adam"), 1, backwards: 100))
    let text = RunBoardText(board, width: 100).lines(elapsed: 10).joined(separator: "\n")
    #expect(
      text.contains(
        "best on mini-sst2: zo-sgd ft 90.0 (zeroth order), fo-adam ft 100.0 (first order)"))
  }

  @Test(arguments: [20, 39, 79, 119])
  func linesFit(_ width: Int) {
    let lines = RunBoardText(Self.running, width: width).lines(elapsed: 3700)
    #expect(lines.count == 3)
    for line in lines { #expect(line.count <= width, "\(line)") }
    // What changes is seen at any width; names give way.
    #expect(lines[1].contains("step 5/10"))
    #expect(lines[0].contains("0/2"))
  }

  @Test func narrowLinesKeepNames() {
    var board = RunBoard(Self.entries)
    let entry = Self.entry("a-zeroth-order-method-of-long-name")
    board.note(.runStarted(entry.cell, entry.identity))
    board.note(Self.stepped(entry, 5))
    board.note(Self.ended(Self.entry("zo-sgd"), 0.9))
    board.note(Self.ended(Self.entry("fo-adam"), 1, backwards: 100))
    let lines = RunBoardText(board, width: 39).lines(elapsed: 10)
    #expect(lines[1] == "…ng-name · seed 0  trial 1/2  step 5/10")
    #expect(lines[2] == "mini-sst2, zeroth order  zo-sgd ft 90.0")
    #expect(lines.count == 4)
    for line in lines { #expect(line.count <= 39, "\(line)") }
  }

  @Test func aWideLineHasEverything() {
    let lines = RunBoardText(Self.running, width: 119).lines(elapsed: 70)
    #expect(lines[0].contains("0/2  6 %  1 min 10 s  17 min 30 s left"))
    // All cells share model, task and scheme.
    #expect(lines[1] == "zo-sgd · seed 0  trial 1/2  step 5/10  loss 0.6931  dev 87.5")
    #expect(lines[2].hasSuffix("starting"))
  }
}
