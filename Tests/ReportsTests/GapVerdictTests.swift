import Foundation
import Reports
import Testing
import Vocabulary

/// Verdicts on the share of the loss gap, beside those on the score.
struct GapVerdictTests {
  private static let tasks = ["mini-sst2", "mini-rte", "mini-copa"]

  /// A run with a test loss, read out at half of its passes.
  private static func run(
    _ optimizer: String, seed: Int, task: String, scheme: String = "ft", loss: Double,
    half: Double
  ) -> RunResult {
    var run = Measured.run(optimizer, seed: seed, scheme: scheme, task: task, right: 800, of: 1000)
    run.cell.cell.run.forwards = 1000
    run.cell.cell.run.readOut = [500]
    run.test?.metrics["loss"] = loss
    run.test?.readOuts = [
      ReadOut(
        budget: 500, step: 250, spent: StepCost(forwards: 500),
        dev: DevPoint(step: 250, score: 0.8, loss: half),
        metrics: ["accuracy": 0.8, "loss": half])
    ]
    return run
  }

  /// A gap of one from 1.2 to 0.2 in every block; zo-sgd closes 40 % of it, `ahead` 20 % more,
  /// `level` as much, at three seeds that move all alike and each a little.
  private static func set(tasks: [String] = Self.tasks) -> ResultSet {
    let reached = ["zo-sgd": 0.8, "fo-adam": 0.2, "ahead": 0.6, "level": 0.8]
    return ResultSet(
      tasks.enumerated().flatMap { block, task in
        (0..<3).flatMap { seed in
          var zeroShot = run(
            "none", seed: seed, task: task, scheme: "zero-shot", loss: 1.2, half: 0)
          (zeroShot.cell.cell.run.forwards, zeroShot.cell.cell.run.readOut) = (0, [])
          zeroShot.test?.readOuts = []
          let common = 0.03 * Double(seed - 1)
          return [zeroShot]
            + reached.sorted { $0.key < $1.key }.enumerated().map { place, entry in
              // Each method's own scatter, which sums to nothing over the seeds of a block.
              let own = 0.004 * Double([-1, 0, 1][(seed + [0, 0, 1, 2][place] + block) % 3])
              let loss = entry.value + (entry.key == "fo-adam" ? 0 : common + own)
              return run(entry.key, seed: seed, task: task, loss: loss, half: loss + 0.2)
            }
        }
      })
  }

  private func text(_ kind: TableKind, _ set: ResultSet) -> String {
    TextReporter().render(set, kind).squeezed
  }

  @Test func scoresSayNothingWhereLossesDo() {
    var set = Self.set()
    #expect(text(.contrasts, set).contains("Better: none. Equal within ±1.0 points: ahead"))
    set.endpoint = .gap
    let gap = text(.contrasts, set)
    #expect(gap.contains("Better: fo-adam, ahead. Equal within ±5.0 points of the gap: level."))
    #expect(gap.contains("ahead zeroth-order 3 +20.00"), "\(gap)")
    #expect(gap.contains("on their test examples, Holm over 3 contrasts"))
    #expect(text(.versus, set).contains("Verdict on the share of the loss gap that is closed"))
  }

  /// SciPy: three blocks of differences whose mean is 20, each with the standard deviation of
  /// `ahead`'s and zo-sgd's own scatter.
  @Test func intervalsAreThoseOfSeedsWithinBlocks() throws {
    var set = Self.set()
    set.endpoint = .gap
    let table = try #require(TableKind.contrasts.tables(set).first)
    let column = try #require(table.columns.firstIndex { $0.title == "95 %" })
    let row = try #require(table.rows.first { $0[0].text == "ahead" })
    // Differences of −0.8, 0.4, 0.4 about 20 in each block: √3·0.4 between seeds, √(0.48/3)/√3 of
    // the mean, times 2.447 with six degrees of freedom.
    #expect(row[column].text == "+19.4 to +20.6")
  }

  @Test func whatFellApartCountsAsLost() throws {
    let runs = Self.set().members.flatMap(\.runs).map { run in
      var run = run
      if run.cell.cell.optimizer.name == "ahead" { run.test?.metrics["loss"] = 5000 }
      return run
    }
    var set = ResultSet(runs)
    set.endpoint = .gap
    let said = text(.contrasts, set)
    // zo-sgd closes 40 %, and what is lost −100.
    #expect(said.contains("ahead zeroth-order 3 -140.00"), "\(said)")
    #expect(said.contains("points of the gap: level. Worse: ahead"))
    #expect(said.contains("counts as -100."))
    for endpoint in Endpoint.allCases {
      set.endpoint = endpoint
      let table = try #require(TableKind.contrasts.tables(set).first)
      let column = try #require(table.columns.firstIndex { $0.key == "gapClosed" })
      let row = try #require(table.rows.first { $0[0].text == "ahead" })
      #expect(row[column].text == "-100.0", "\(endpoint)")
    }
  }

  /// A single run counts for itself, not the mean loss of its seeds.
  @Test func oneRunThatFellApartIsOneOfItsSeeds() throws {
    let runs = Self.set().members.flatMap(\.runs).map { run in
      var run = run
      if run.cell.cell.optimizer.name == "ahead", run.cell.seed == 0 {
        run.test?.metrics["loss"] = 5000
      }
      return run
    }
    let table = try #require(TableKind.contrasts.tables(ResultSet(runs)).first)
    let column = try #require(table.columns.firstIndex { $0.key == "gapClosed" })
    let row = try #require(table.rows.first { $0[0].text == "ahead" })
    // Two seeds close 60 and 57 of the gap of one, their own scatter aside, and one counts as −100.
    let closed = try #require(row[column].number)
    #expect(abs(closed - (60 + 57 - 100) / 3) < 0.5, "\(closed)")
  }

  /// What `report` refuses where it changes nothing is what changes nothing.
  @Test(arguments: TableOption.allCases)
  func optionsChangeTheirTablesAndNoOthers(_ option: TableOption) {
    var set = Self.set()
    set.provenance["level"] = Provenance("a paper", .unconfirmed("a test says so"))
    (set.endpoint, set.margin) = (.gap, 30)
    var changed = set
    switch option {
    case .baseline: changed.baseline = "ahead"
    case .endpoint: changed.endpoint = .score
    case .margin: changed.margin = nil
    case .over: changed.unit = .blocks
    case .rankUnconfirmed: changed.ranksUnconfirmed = true
    }
    for kind in TableKind.allCases {
      let isChanged = kind.tables(set) != kind.tables(changed)
      #expect(isChanged == option.tables.contains(kind), "--\(option.rawValue) and \(kind)")
    }
  }

  @Test func blocksWithoutGapAreLeftOut() {
    var set = Self.set()
    let lost = set.members.flatMap(\.runs).filter {
      !($0.cell.cell.task.name == "mini-copa" && $0.cell.cell.optimizer.name == "fo-adam")
    }
    set = ResultSet(lost)
    set.endpoint = .gap
    let gap = text(.contrasts, set)
    #expect(gap.contains("Against zo-sgd under ft: 2 blocks"))
    #expect(gap.contains("Left out: 1 block in which zero-shot or fo-adam is missing"))
    set = ResultSet(lost.filter { $0.cell.cell.scheme.name == "ft" })
    set.endpoint = .gap
    #expect(text(.contrasts, set).contains("Left out: 3 blocks in which zero-shot"))
  }

  /// A gap that one seed turns around is noise, and shares of it are any number.
  @Test func gapsWithinTheirNoiseAreLeftOut() {
    let runs = Self.set().members.flatMap(\.runs).map { run in
      var run = run
      let cell = run.cell.cell
      if cell.task.name == "mini-copa", cell.optimizer.name == "fo-adam", run.cell.seed == 1 {
        run.test?.metrics["loss"] = 1.25
      }
      return run
    }
    var set = ResultSet(runs)
    set.endpoint = .gap
    let gap = text(.contrasts, set)
    #expect(gap.contains("Against zo-sgd under ft: 2 blocks"), "\(gap)")
    #expect(gap.contains("or fo-adam did not end below it at every seed"), "\(gap)")
    set.endpoint = .score
    for kind in [TableKind.contrasts, .endpoints] {
      let said = text(kind, set)
      #expect(said.contains("No gap, and so no mean over blocks: fo-adam did not end"), "\(said)")
      #expect(said.contains("mini-copa."), "\(said)")
      #expect(!text(kind, Self.set()).contains("No gap"))
    }
  }

  @Test func theMarginIsOfTheChosenEndpoint() {
    var set = Self.set()
    (set.endpoint, set.margin) = (.gap, 30)
    #expect(text(.contrasts, set).contains("Equal within ±30.0 points of the gap: ahead, level."))
    // Twice the passes are worth 20 of the gap, which a margin of 30 calls equal.
    #expect(text(.budgets, set).contains("+20.0 points of the gap (+20.0 to +20.0), equal"))
  }

  @Test func doublingIsSaidOnBothEndpoints() {
    let said = text(.budgets, Self.set())
    #expect(said.contains("Twice the passes: zo-sgd at 1000 against 500"), "\(said)")
    #expect(said.contains("0.0 points (0.0 to 0.0), equal; +20.0 points of the gap"), "\(said)")
    #expect(said.contains("(+20.0 to +20.0), better."))
  }
}
