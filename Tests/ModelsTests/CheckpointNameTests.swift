import Foundation
import Models
import Tensors
import Testing
import Vocabulary

@Suite("Names in checkpoints")
struct CheckpointNameTests {
  /// Zeros under other names: all of them have to be found.
  private func finds(
    _ name: String, _ rename: (Slice) -> String?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let fixture = try ModelFixture(name)
    let layout = try fixture.model().family.layout
    try fixture.writeWeights(layout) { rename($0) }
    let store = try fixture.load()
    #expect(
      store.all.floats?.array.allSatisfy { $0 == 0 } == true, sourceLocation: sourceLocation)
  }

  @Test("of the base class have no prefix")
  func bareNames() throws {
    for (name, prefix) in [
      ("llama", "model."), ("mistral", "model."), ("roberta", "roberta."), ("bert", "bert."),
      ("gpt2", "transformer."), ("gpt-neox", "gpt_neox."), ("phi", "model."), ("gemma3", "model."),
    ] {
      try finds(name) {
        $0.name.hasPrefix(prefix) ? String($0.name.dropFirst(prefix.count)) : $0.name
      }
    }
  }

  @Test("of old encoders say gamma and beta")
  func legacyNorms() throws {
    for name in ["roberta", "bert"] {
      for bare in [false, true] {
        try finds(name) { slice in
          let old = slice.name.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma")
            .replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
          return bare && old.hasPrefix("\(name).") ? String(old.dropFirst(name.count + 1)) : old
        }
      }
    }
  }

  @Test("of GPT-NeoX have the head as files or as transformers' class call it")
  func headOfNeoX() throws {
    try finds("gpt-neox") { $0.name == "embed_out.weight" ? "lm_head.weight" : $0.name }
  }

  @Test("have the vocabulary's bias in either place")
  func decoderBias() throws {
    try finds("roberta") { $0.name == "lm_head.bias" ? "lm_head.decoder.bias" : $0.name }
    try finds("bert") {
      $0.name == "cls.predictions.bias" ? "cls.predictions.decoder.bias" : $0.name
    }
  }

  @Test("of an untied decoder are a parameter more", arguments: ["roberta", "bert"])
  func untied(name: String) throws {
    let fixture = try ModelFixture(name)
    let tied = try fixture.model().family.layout.count
    try fixture.configure("tie_word_embeddings", .boolean(false))
    #expect(try fixture.model().family.layout.count == tied + 320 * 16)
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.load() }
    #expect(problem?.description.contains("decoder.weight") == true)
  }

  @Test(
    "without a head leave hidden states, and say so",
    arguments: [
      ("roberta", "RobertaModel"), ("bert", "BertForSequenceClassification"),
      ("llama", "LlamaModel"), ("phi", "PhiModel"), ("gpt-neox", "GPTNeoXModel"),
    ])
  func headless(name: String, architecture: String) throws {
    let fixture = try ModelFixture(name)
    let whole = try fixture.model().family
    #expect(whole.hasHead)
    try whole.requireHead(at: name)
    try fixture.configure("architectures", .list([.text(architecture)]))
    let family = try fixture.model().family
    #expect(!family.hasHead)
    let names = family.layout.slices.map(\.name)
    #expect(
      names.allSatisfy {
        !$0.hasPrefix("lm_head") && !$0.hasPrefix("cls") && $0 != "embed_out.weight"
      })
    #expect(Set(names).isStrictSubset(of: Set(whole.layout.slices.map(\.name))))
    try fixture.writeWeights(family.layout) { $0.name }
    _ = try fixture.load()
    let problem = #expect(throws: InputProblem.self) { try family.requireHead(at: name) }
    #expect(problem?.message.contains("linear probe") == true)
  }

  @Test("fit a family to what a checkpoint has", arguments: ["roberta", "bert"])
  func fitted(name: String) throws {
    let fixture = try ModelFixture(name)
    let family = try fixture.model().family
    let names = family.layout.slices.map(\.name)
    #expect(family.fitted { names.contains($0) }.hasHead)
    let bias = name == "bert" ? "cls.predictions.decoder.bias" : "lm_head.decoder.bias"
    #expect(family.fitted { $0 == bias }.hasHead, "a head of which parts are missing is damaged")
    let alone = family.fitted { names.contains($0) && $0.hasPrefix("\(name).") }
    #expect(!alone.hasHead)
    #expect(alone.layout.slices.count == names.count - 5)
  }

  @Test("of a tied head need no architecture")
  func tiedHead() throws {
    let fixture = try ModelFixture("llama-gqa-tied")
    try fixture.configure("architectures", .list([.text("LlamaModel")]))
    #expect(try fixture.model().family.hasHead)
    _ = try fixture.load()
  }
}
