import Foundation
import Laboratory
import Tensors
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

  /// A copy of a fixture with finite weights whose logits overflow.
  private func overflowing() throws -> URL {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("scoring-\(UUID().uuidString)")
    try FileManager.default.copyItem(
      at: Checkpoints.fixtures.appendingPathComponent("opt"), to: directory)
    let url = directory.appendingPathComponent("model.safetensors")
    let file = try SafetensorsFile(url)
    var bytes = try Data(contentsOf: url)
    for name in ["model.decoder.final_layer_norm.bias", "model.decoder.embed_tokens.weight"] {
      let start = try #require(file.tensors[name]).range.lowerBound
      withUnsafeBytes(of: Float(3e38).bitPattern.littleEndian) {
        bytes.replaceSubrange(start..<start + 4, with: $0)
      }
    }
    try bytes.write(to: url)
    return directory
  }

  @Test("that are no numbers are refused by model, token and place")
  func notFinite() throws {
    let directory = try overflowing()
    defer { try? FileManager.default.removeItem(at: directory) }
    let scored = #expect(throws: InputProblem.self) {
      _ = try TextScorer(model: directory.path).score("the film was great")
    }
    #expect(scored?.kind == .invalid && scored?.place == directory.path)
    #expect(scored?.message.contains("the log-probability of token 2, '") == true)
    let written = #expect(throws: InputProblem.self) {
      _ = try TextGenerator(model: directory.path).generate(after: "the film", maxTokens: 3)
    }
    #expect(written?.kind == .invalid && written?.place == directory.path)
    #expect(written?.message.contains("the logits of new token 1 are not finite") == true)
  }
}
