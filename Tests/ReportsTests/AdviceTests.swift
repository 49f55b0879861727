import Foundation
import Reports
import Testing
import Vocabulary

/// What fits a memory, and which of it nothing else beats.
struct AdviceTests {
  private static func option(_ optimizer: String, _ bytes: Int) -> Advice.Option {
    Advice.Option(
      scheme: "ft", optimizer: optimizer, weights: .f32, bytes: bytes, passes: 2)
  }

  private static func result(
    _ optimizer: String, model: String = "tiny-opt", accuracy: Double, seconds: Double
  ) -> RunResult {
    var trial = trial(forecast: 1, measured: 1)
    trial.seconds.passes = seconds
    trial.dev = [DevPoint(step: 100, score: accuracy, loss: 1)]
    return run(cell(Component(optimizer), model: model), seed: 0, accuracy: accuracy, trial: trial)
  }

  private static let options = [
    option("fo-adam", 4000), option("zo-adam", 3000), option("zo-sgd", 1000),
    option("fzoo", 1000),
  ]

  private static let results = [
    result("fo-adam", accuracy: 0.99, seconds: 5), result("zo-adam", accuracy: 0.90, seconds: 30),
    result("zo-sgd", accuracy: 0.91, seconds: 20), result("fzoo", accuracy: 0.93, seconds: 60),
  ]

  private struct Document: Decodable {
    struct Way: Decodable {
      var optimizer: String
      var fits, isOnParetoFront: Bool
    }
    var ways: [Way]
  }

  private static func ways(memory: Int, results: [RunResult] = results) throws -> [Document.Way] {
    let advice = Advice(
      model: "tiny-opt", task: "mini-sst2", memory: memory, options: options, results: results)
    return try JSONDecoder().decode(
      Document.self, from: Data(AdviceTable(advice).json.utf8)
    ).ways
  }

  @Test func theFrontIsOfWhatFits() throws {
    let ways = try Self.ways(memory: 3500)
    #expect(ways.map(\.optimizer) == ["fzoo", "zo-sgd", "zo-adam", "fo-adam"])
    #expect(ways.filter(\.fits).map(\.optimizer) == ["fzoo", "zo-sgd", "zo-adam"])
    // zo-adam needs more, is worse and slower than zo-sgd; the others each lead in something.
    #expect(ways.filter(\.isOnParetoFront).map(\.optimizer) == ["fzoo", "zo-sgd"])
    let more = try Self.ways(memory: 5000)
    #expect(more.first?.optimizer == "fo-adam")
    #expect(more.filter(\.isOnParetoFront).map(\.optimizer) == ["fo-adam", "fzoo", "zo-sgd"])
  }

  @Test func resultsOfTheModelItselfComeFirst() throws {
    let other = Self.result("zo-sgd", model: "tiny-llama", accuracy: 1, seconds: 1)
    let advice = Advice(
      model: "tiny-opt", task: "mini-sst2", memory: 3500, options: Self.options,
      results: Self.results + [other])
    #expect(AdviceTable(advice).text.contains("tiny-opt (1 seed, 200 test examples)"))
    #expect(!AdviceTable(advice).text.contains("tiny-llama"))
    func foreign(transfers: Bool) -> String {
      let advice = Advice(
        model: "elsewhere", task: "mini-sst2", memory: 3500, options: Self.options,
        results: [other], transfers: transfers)
      return AdviceTable(advice).text
    }
    #expect(!foreign(transfers: false).contains("tiny-llama"))
    #expect(foreign(transfers: true).contains("tiny-llama (1 seed, 200 test examples)"))
    #expect(foreign(transfers: true).contains("100.0 % on tiny-llama, not here"))
  }

  @Test func whatDoesNotFitIsSaid() {
    let advice = Advice(
      model: "m", task: "t", memory: 10, options: Self.options, results: [])
    let text = AdviceTable(advice).text
    #expect(text.contains("0 of 4 ways fit"))
    #expect(text.contains("The smallest way, fzoo with ft in f32, needs 1000 B."))
  }

  /// A way that keeps nothing beside its weights, and shows the same bytes as its neighbors.
  private static func way(
    _ optimizer: String, _ bytes: Int, least: Int? = nil, passes: Double = 2,
    isFirstOrder: Bool = false
  ) -> Advice.Option {
    Advice.Option(
      scheme: "ft", optimizer: optimizer, weights: .f32, bytes: bytes,
      extremes: least.map { (bytes, $0) }, passes: passes, isFirstOrder: isFirstOrder)
  }

  private static func text(_ options: [Advice.Option], memory: Int = 1 << 30) -> String {
    let advice = Advice(model: "m", task: "t", memory: memory, options: options, results: [])
    return AdviceTable(advice).text
  }

  @Test func waysThatShowTheSameAreOneLine() {
    let alike = (0..<20).map { Self.way("method-\($0)", 1 << 20 + $0, passes: Double(2 + $0)) }
    let text = Self.text(alike + [Self.way("zo-sgd", 1 << 20 + 30)])
    #expect(text.contains("zo-sgd and 20 others"), "\(text)")
    #expect(text.contains("2-21") && !text.contains("method-1 "), "\(text)")
    #expect(text.contains("--all shows every way by itself."))
  }

  @Test func zoSGDAndTheCheapestFirstOrderAreAlwaysShown() {
    let many = (1...40).map { Self.way("method-\($0)", $0 << 20) }
    let text = Self.text(
      many + [
        Self.way("zo-sgd", 50 << 20), Self.way("fo-adam", 70 << 20, isFirstOrder: true),
        Self.way("fo-sgd", 60 << 20, isFirstOrder: true),
      ])
    #expect(text.contains("  zo-sgd  ") && text.contains("  fo-sgd  "), "\(text)")
    #expect(!text.contains("fo-adam") && text.contains("28 more fit;"), "\(text)")
  }

  /// Neither the least memory nor what is cheapest is one name for one memory and another for the
  /// next.
  @Test func theLeastMemoryIsTheSameForEveryMemory() {
    let options = [
      Self.way("agzo", 3 << 20, least: 2 << 20), Self.way("zo-sgd", 4 << 20, least: 1 << 20),
      Self.way("fzoo", 5 << 20, least: 5 << 20),
    ]
    for memory in [3 << 20, 8 << 20] {
      let text = Self.text(options, memory: memory)
      #expect(
        text.contains(
          "Least memory without turns: agzo with ft in f32, 3.0 MiB; in turns, zo-sgd with ft in "
            + "f32 needs 1.0 MiB."), "\(text)")
    }
    let text = Self.text(options)
    #expect(text.contains("Fewest passes per step, 2: agzo, zo-sgd and 1 more."), "\(text)")
    #expect(
      Self.text(options, memory: 1000).contains(
        "The smallest way, zo-sgd with ft in f32, needs at least 1.0 MiB in the smallest turns "
          + "(4.0 MiB undivided)."))
  }
}
