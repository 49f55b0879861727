import Foundation
import Testing
import Tokenizers

/// A `tokenizer.json` with a `tokenizer_config.json` beside it: transformers' ids, or a refusal
/// that names both files.
@Suite("Tokenizers with two files")
struct ReconciliationTests {
  struct Case: Decodable, Sendable {
    var tokenizer: String
    var files: [String: String]
    var texts: [String]
    var ids: [[Int32]]
  }

  private static func tokenizer(
    _ name: String, _ files: [String: String]
  ) throws -> Tokenizer {
    var data = files.mapValues { Data($0.utf8) }
    data["tokenizer.json"] = try Fixture.data("\(name).json")
    return try Fixture.inFolder(data) { try Tokenizer(directory: $0) }
  }

  /// The files written by `scripts/fixtures/tokenizer_config.py`.
  @Test("have the ids that transformers gives")
  func parity() throws {
    let cases = try JSONDecoder().decode([Case].self, from: Fixture.data("configured.json"))
    #expect(cases.count > 15)
    for item in cases {
      let tokenizer = try Self.tokenizer(item.tokenizer, item.files)
      for (text, ids) in zip(item.texts, item.ids) {
        #expect(tokenizer.encode(text) == ids, "\(item.tokenizer) \(item.files) '\(text)'")
      }
    }
  }

  @Test(
    "are refused where they cannot both be right",
    arguments: [
      ("llama", #"{"tokenizer_class": "LlamaTokenizer", "add_prefix_space": false}"#),
      ("opt", #"{"split_special_tokens": true}"#),
      ("opt", #"{"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": true}"#),
      ("opt", #"{"tokenizer_class": "BertTokenizer"}"#),
      ("opt", #"{"tokenizer_class": "RobertaTokenizer", "cls_token": "</s>"}"#),
      ("opt", #"{"added_tokens_decoder": {"5": {"content": "<s>"}}}"#),
      ("opt", #"{"added_tokens_decoder": {"90000": {"content": "brand new"}}}"#),
      ("opt", #"{"bos_token": "<none>", "add_bos_token": true}"#),
      ("opt", #"{"tokenizer_class": "GPT2Tokenizer", "add_bos_token": false}"#),
      ("opt", #"{"bos_token": "<s>", "add_bos_token": true}"#),
      ("llama", #"{"tokenizer_class": "LlamaTokenizer", "add_bos_token": false}"#),
      ("llama", #"{"tokenizer_class": "LlamaTokenizerFast", "add_eos_token": true}"#),
    ])
  func refusals(name: String, config: String) throws {
    let problem = #expect(throws: TokenizerProblem.self) {
      try Self.tokenizer(name, ["tokenizer_config.json": config])
    }
    #expect(problem?.file.hasSuffix("tokenizer_config.json") == true)
    #expect(problem?.message.contains("tokenizer.json") == true)
  }

  @Test("keep their digest where nothing changes, and only there")
  func digest() throws {
    let alone = try Self.tokenizer("bert-uncased", [:]).digestInput
    let same = #"{"tokenizer_class": "BertTokenizer", "model_max_length": 512}"#
    let other = #"{"tokenizer_class": "BertTokenizer", "do_lower_case": false}"#
    #expect(
      try Self.tokenizer("bert-uncased", ["tokenizer_config.json": same]).digestInput == alone)
    #expect(
      try Self.tokenizer("bert-uncased", ["tokenizer_config.json": other]).digestInput != alone)
  }

  @Test("ask the model's type where no class is named")
  func modelType() throws {
    let folder = try Fixture.url("legacy")
    var files: [String: Data] = [:]
    for name in ["vocab.json", "merges.txt"] {
      files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    let plain = try Fixture.inFolder(files) { try Tokenizer(directory: $0).encode("good") }
    files["config.json"] = Data(#"{"model_type": "roberta"}"#.utf8)
    let framed = try Fixture.inFolder(files) { try Tokenizer(directory: $0).encode("good") }
    #expect(framed.count == plain.count + 2)
    files["config.json"] = Data(#"{"model_type": "llama"}"#.utf8)
    #expect(throws: TokenizerProblem.self) {
      try Fixture.inFolder(files) { try Tokenizer(directory: $0) }
    }
  }

  @Test("put no space before a text of tokenizer.model if the configuration says so")
  func sentencePiece() throws {
    let folder = try Fixture.url("sentencepiece")
    var files: [String: Data] = [:]
    files["tokenizer.model"] = try Data(
      contentsOf: folder.appendingPathComponent("tokenizer.model"))
    let spaced = try Fixture.inFolder(files) { try Tokenizer(directory: $0) }
    files["tokenizer_config.json"] = Data(#"{"add_prefix_space": false}"#.utf8)
    let bare = try Fixture.inFolder(files) { try Tokenizer(directory: $0) }
    #expect(spaced.encode("the film") == bare.encode(" the film"))
    #expect(spaced.encode("the film") != bare.encode("the film"))
    #expect(bare.decode(bare.encode("the film"), skippingSpecial: true) == "the film")
  }
}
