import Foundation
import Laboratory
import Testing
import Training
import Vocabulary

@Suite("Scores of texts")
struct ScoringTests {
  @Test(
    "have one log-probability per prediction",
    arguments: [("opt", 1), ("mistral", 1), ("roberta", 0), ("bert", 0)])
  func count(name: String, ahead: Int) throws {
    let scores = try TextScorer(model: Checkpoints.path(name)).score("the film was great")
    #expect(scores.ids.count > 4 && scores.tokens.count == scores.ids.count)
    #expect(scores.logprobs.count == scores.ids.count - ahead)
    #expect(scores.logprobs.allSatisfy { $0 < 0 && $0.isFinite })
  }

  @Test("end with the model's positions", arguments: ["llama", "roberta", "bert"])
  func longText(name: String) throws {
    let scorer = try TextScorer(model: Checkpoints.path(name))
    let problem = #expect(throws: InputProblem.self) {
      _ = try scorer.score(String(repeating: "q", count: 200))
    }
    #expect(problem?.message.contains("there are 96 positions") == true)
  }

  @Test("need a head")
  func headless() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("scoring-\(UUID().uuidString)")
    let source = Checkpoints.fixtures.appendingPathComponent("roberta")
    try FileManager.default.copyItem(at: source, to: directory)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacingOccurrences(of: "RobertaForMaskedLM", with: "RobertaModel")
      .write(to: file, atomically: true, encoding: .utf8)
    let problem = #expect(throws: InputProblem.self) {
      _ = try TextScorer(model: directory.path)
    }
    #expect(problem?.message.contains("no language-model head") == true)
  }
}
