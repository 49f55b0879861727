import Optimizers
import Tensors
import Testing
import Vocabulary

/// AdaZeta's schedule, and queries that rise over a run.
@Suite("Numbers of queries")
struct GrowingQueriesTests {
  @Test("an epoch begins where the batches have passed the data", arguments: [(10, 4), (8, 4)])
  func epochs(examples: Int, batch: Int) {
    let pass = DataPass(examples: examples, batch: batch)
    #expect(pass.ranges.map(\.count).reduce(0, +) == examples)
    #expect(pass.batches == pass.ranges.count)
    #expect(pass.ranges.first?.lowerBound == 0 && pass.ranges.last?.upperBound == examples)
    let found = (1...6).map { pass.epoch(step: $0) }
    #expect(found == (examples == 10 ? [1, 1, 1, 2, 2, 3] : [1, 1, 2, 2, 3, 3]))
  }

  @Test("AdaZeta's epochs are passes over the training examples")
  func adaZeta() throws {
    let problem = try Parabola()
    problem.data = DataPass(examples: 8, batch: 4)
    let optimizer = try make(
      "adazeta", ["learningRate": .number(1e-3), "epsilon": .number(0.1)])
    let estimates = try optimizer.run(16, on: problem)
    // Epochs of two steps: the seventh is the first with two queries.
    #expect(
      estimates.map { $0.terms?.count } == Array(repeating: 1, count: 12) + [2, 2, 2, 2])
  }

  @Test("AdaZeta with one query at most is MeZO, bit for bit")
  func oneQuery() throws {
    let settings: [String: SettingValue] = [
      "learningRate": .number(0.005), "epsilon": .number(0.1),
    ]
    let (first, second) = (try Parabola(), try Parabola())
    try make("adazeta", settings.merging(["mostQueries": .integer(1)]) { $1 })
      .run(10, on: first)
    try make("zo-sgd", settings).run(10, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("a factor beyond the integers is no trap")
  func enormous() {
    let estimator = GrowingQueries(epsilon: 1, alpha: 1e300, beta: 100, most: 7)
    #expect(estimator.queries(epoch: 1_000_000) == 7)
  }

  @Test(
    "a schedule of queries rises from the fewest to the setting, and costs what it declares",
    arguments: [("zo-sgd", "linear", 1), ("zo-sgd", "cosine", 1), ("fzoo", "linear", 2)])
  func rising(name: String, schedule: String, fewest: Int) throws {
    let problem = try Parabola()
    let optimizer = try make(
      name, ["queries": .integer(5), "queriesSchedule": .text(schedule)])
    var run = try Run(optimizer, on: problem, horizon: 21)
    try run.step(21)
    let counts = run.estimates.map { $0.terms?.count ?? 0 }
    #expect(counts.first == fewest && counts.last == 5)
    #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(
      problem.forwards
        == optimizer.cost(over: 21, problem.layout, trainable: problem.everything).forwards)
  }

  @Test("a schedule of queries is refused where their number is fixed")
  func refused() throws {
    for name in ["mezo-gv", "fo-sgd", "adazeta"] {
      #expect(throws: SettingsProblem.self) {
        try make(name, ["queriesSchedule": .text("linear")])
      }
    }
    #expect(throws: SettingsProblem.self) {
      try make("zo-sgd", ["queriesSchedule": .text("sudden")])
    }
  }
}
