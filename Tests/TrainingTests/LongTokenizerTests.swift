import Foundation
import Laboratory
import Models
import Tasks
import Testing
import Tokenizers
import Training
import Vocabulary

/// A tokenizer that has tokens which its model has not, as a padding token that was added later.
@Suite("Tokenizers longer than the vocabulary", .tags(.slow))
struct LongTokenizerTests {
  private static func model(in directory: ScratchDirectory) throws -> String {
    let path = try Checkpoints.copy("opt", to: directory.url, positions: 96)
    // The fixture's embedding has rows for eight tokens more than its tokenizer.
    let names = (1...8).map { "\"<new\($0)>\"" }.joined(separator: ", ")
    let text =
      #"{"tokenizer_class": "PreTrainedTokenizerFast", "additional_special_tokens": ["#
      + names + #", "[NEW]"]}"#
    try Data(text.utf8)
      .write(to: URL(fileURLWithPath: path).appending(path: "tokenizer_config.json"))
    return path
  }

  @Test("give the ids of every other text, and refuse one with such a token by its name")
  func texts() throws {
    let directory = ScratchDirectory()
    let path = try Self.model(in: directory)
    let (long, own) = (
      try TextScorer(model: path), try TextScorer(model: Checkpoints.path("opt"))
    )
    #expect(try long.score("a good film").ids == own.score("a good film").ids)
    #expect(try long.score("a <new8>").ids.last == 319)
    let problem = #expect(throws: InputProblem.self) { try long.score("a [NEW] film") }
    #expect(problem?.message.contains("'[NEW]'") == true, "\(String(describing: problem))")
    let writer = try TextGenerator(model: path)
    #expect(throws: InputProblem.self) { try writer.generate(after: "a [NEW]", maxTokens: 1) }
    let tokenizer = try #require(PretrainedModel(path).tokenizer)
    #expect(tokenizer.surplus?.first == "[NEW]" && tokenizer.surplus?.count == 1)
    let encoder = ExampleEncoder(tokenizer, maxLength: 40)
    for (prompt, option) in [("a [NEW] film", " x"), ("a film", " [NEW]")] {
      let problem = #expect(throws: InputProblem.self) {
        try encoder.encode(Example(prompt: prompt, options: [option, " y"], gold: 0))
      }
      #expect(problem?.message.contains("'[NEW]'") == true)
    }
  }

  @Test("run as their model does with its own, and say that they are longer")
  func runs() throws {
    let directory = ScratchDirectory()
    let long = try Runs.run(Runs.cell(model: Self.model(in: directory), Component("zo-sgd")))
    let own = try Runs.run(Runs.cell(Component("zo-sgd")))
    #expect(long.outcome == .completed, "\(long.outcome.detail)")
    #expect(long.trials.first?.weightsDigest == own.trials.first?.weightsDigest)
    #expect(long.test?.metrics == own.test?.metrics)
    let findings = try #require(long.trials.first?.findings)
    let finding = try #require(findings.first { $0.kind == .longTokenizer })
    #expect(finding.message.contains("1 token that the model has not, '[NEW]'"))
    #expect(own.trials.first?.findings.contains { $0.kind == .longTokenizer } == false)
  }
}
