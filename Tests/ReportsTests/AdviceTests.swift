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
}
