import Testing
import Training
import Vocabulary

/// A study's plan is a value: every cell once, in order, and everything that is wrong at once.
struct StudyPlanTests {
  private static func planner() -> Planner { Planner(dataDirectory: nil, complete: true) }

  private static func cell(
    _ optimizer: String, objective: Goal = .loss, steps: Int = 3, forwards: Int = 0
  ) -> Cell {
    var run = Runs.settings
    (run.objective, run.steps, run.forwards) = (objective, steps, forwards)
    return Runs.cell(Component(optimizer), run)
  }

  private static func seeded(_ cells: [Cell], seeds: Range<Int> = 0..<2) -> [SeededCell] {
    cells.flatMap { cell in seeds.map { SeededCell(cell, seed: $0) } }
  }

  /// What seeds and cells share changes no number: each is planned alone by a planner of its own.
  @Test func cellsTogetherAreWhatTheyAreAlone() throws {
    let cells = Self.seeded(
      [
        Self.cell("zo-sgd"), Self.cell("fo-adam", steps: 7), Self.cell("zo-sgd", steps: 7),
        Self.cell("zo-sgd", objective: .accuracy), Self.cell("zo-adam", forwards: 30),
      ], seeds: 0..<3)
    let together = try Self.planner().plan(cells).checked().entries
    #expect(together.map(\.cell) == cells)
    for (entry, cell) in zip(together, cells) {
      #expect(try Self.planner().entry(cell) == entry, "\(cell)")
    }
    #expect(Set(together.map(\.identity)).count == cells.count)
  }

  /// Identities are those of the whole cell's canonical text.
  @Test func identitiesAreDigestsOfTheSeededCell() throws {
    var cell = Self.cell("zo-sgd")
    cell.tune = ["learningRate": [.number(1e-6), .number(.infinity)]]
    for seed in [0, -3, 1 << 40] {
      let seeded = SeededCell(cell, seed: seed)
      let digest = ContentDigest(of: "")
      #expect(
        Identity(of: seeded, data: digest, model: digest).configuration
          == ContentDigest(of: canonicalJSON(seeded)))
    }
  }

  /// No property of a cell is forgotten where its text is put together from pieces.
  @Test func everyPropertyIsPartOfTheIdentity() {
    var cell = Self.cell("zo-sgd")
    // What a wrapper holds has its name after an underscore.
    let names = Mirror(reflecting: cell).children.compactMap { child in
      child.label.map { String($0.trimmingPrefix("_")) }
    }
    #expect(names.sorted() == CanonicalCell.keys)
    cell.tune = ["learningRate": [.number(1e-6), .number(1e-5)]]
    cell.extend = ["learningRate": 2]
    cell.then = ["epsilon": [.number(1e-3)]]
    cell.scheme.label = "mine"
    let seeded = SeededCell(cell, seed: 7)
    let digest = ContentDigest(of: "")
    let identity = Identity(of: seeded, data: digest, model: digest)
    #expect(identity.configuration == ContentDigest(of: canonicalJSON(seeded)))
  }

  @Test func everyProblemIsReportedWithItsCells() throws {
    let derivatives = [3, 4, 5, 6].map { Self.cell("fo-sgd", objective: .accuracy, steps: $0) }
    let answers = [Self.cell("zo-sgd", objective: .f1)]
    let good = [Self.cell("zo-sgd")]
    let plan = Self.planner().plan(Self.seeded(derivatives + good + answers))
    #expect(plan.entries.map(\.cell) == Self.seeded(good))
    let problems = try #require(plan.problems)
    #expect(problems.groups.map(\.cells) == [derivatives, answers])
    #expect(problems.exitCode == 65)
    let text = problems.description
    #expect(text.contains("in 4 cells:") && text.contains("… and 1 more"), "\(text)")
    #expect(text.contains("needs derivatives") && text.contains("generates no answers"))
    #expect(throws: PlanProblems.self) { try plan.checked() }
    #expect(plan.refused.map(\.cell) == derivatives + answers)
    // The grid asks for what does not go together.
    #expect(throws: PlanProblems.self) { try plan.usable() }
  }

  @Test func whatIsMissingHoldsUpNoOtherCell() throws {
    var (missing, nothing) = (Self.cell("zo-sgd"), Self.cell("zo-sgd"))
    missing.model = Component("/nowhere/at/all")
    nothing.task = Component("cb")
    let good = Self.cell("fo-adam")
    let plan = Self.planner().plan(Self.seeded([missing, good, nothing]))
    #expect(try plan.usable().entries.map(\.cell) == Self.seeded([good]))
    #expect(plan.refused.map(\.cell) == [missing, nothing])
    #expect(throws: PlanProblems.self) { try plan.checked() }
    #expect(throws: PlanProblems.self) {
      try Self.planner().plan(Self.seeded([missing])).usable()
    }
  }

  @Test func whatIsNotThereIs66UnlessMoreIsWrong() throws {
    var missing = Self.cell("zo-sgd")
    missing.model = Component("/nowhere/at/all")
    let wrong = Self.cell("zo-sgd", objective: .f1)
    let planner = Self.planner()
    #expect(planner.plan(Self.seeded([missing])).problems?.exitCode == 66)
    #expect(planner.plan(Self.seeded([missing, wrong])).problems?.exitCode == 65)
    #expect(planner.plan([]).problems == nil && planner.plan([]).entries.isEmpty)
  }

  @Test func openIsWhatIsNeitherDoneNorOverTheBudget() throws {
    let plan = try Self.planner()
      .plan(Self.seeded([Self.cell("zo-sgd"), Self.cell("fo-adam")])).checked()
    let bytes = plan.entries.map(\.forecastBytes)
    let (least, most) = (try #require(bytes.min()), try #require(bytes.max()))
    try #require(least < most)
    let known = plan.with(
      states: [.done, .retry(.interrupted), .done, .new], budget: (least + most) / 2)
    #expect(known.entries[0...2].map(\.state) == [.done, .retry(.interrupted), .done])
    #expect(known.entries[3].state.name == "skipped")
    #expect(known.open.entries == [known.entries[1]])
    #expect(plan.with(states: plan.entries.map { _ in .new }).entries == plan.entries)
  }
}
