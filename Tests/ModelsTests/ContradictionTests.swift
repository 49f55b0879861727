import Foundation
import Models
import Tensors
import Testing
import Vocabulary

/// A checkpoint and a configuration of different models are refused, never mixed.
@Suite("Checkpoints that contradict their configuration")
struct ContradictionTests {
  /// Writes a fixture's tensors again, with others.
  private func fixture(
    _ name: String, adding extra: (SafetensorsFile) throws -> [SafetensorsWriter.Values]
  ) throws -> ModelFixture {
    let fixture = try ModelFixture(name)
    let file = try SafetensorsFile(fixture.file("model.safetensors"))
    let own = try file.tensors.values.map {
      SafetensorsWriter.Values($0.name, shape: $0.shape, try file.values(of: $0))
    }
    try SafetensorsWriter.write(own + extra(file), to: fixture.file("copy.safetensors"))
    try FileManager.default.removeItem(at: fixture.file("model.safetensors"))
    try FileManager.default.moveItem(
      at: fixture.file("copy.safetensors"), to: fixture.file("model.safetensors"))
    return fixture
  }

  @Test(
    "say one thing once, or twice alike",
    arguments: [
      ("gpt2", "num_hidden_layers", "1", "2", "'n_layer'"),
      ("gpt2", "hidden_size", "32", "16", "'n_embd'"),
      ("gpt2", "num_attention_heads", "4", "2", "'n_head'"),
      ("gpt2", "max_position_embeddings", "8", "96", "'n_positions'"),
      (
        "llama", "rope_scaling", #"{"type": "linear", "factor": 2.0}"#, #"{"type": "default"}"#,
        "'rope_parameters'"
      ),
      (
        "gemma3", "rope_scaling", #"{"rope_type": "linear", "factor": 2.0}"#,
        #"{"type": "linear", "factor": 4}"#, "'rope_parameters'"
      ),
      ("llama", "rope_theta", "500000", "10000", "'rope_theta'"),
      ("gemma3", "rope_local_base_freq", "10000", "30", "'rope_local_base_freq'"),
      ("gpt-neox", "rotary_emb_base", "10000", "50", "'rotary_emb_base'"),
      ("gpt-neox", "rotary_pct", "0.5", "0.25", "'rotary_pct'"),
      (
        "mistral", "layer_types", #"["full_attention", "sliding_attention"]"#,
        #"["sliding_attention", "sliding_attention"]"#, "'sliding_window'"
      ),
      (
        "opt", "layer_types", #"["full_attention", "sliding_attention"]"#,
        #"["full_attention", "full_attention"]"#, "full_attention"
      ),
    ])
  func twice(name: String, field: String, other: String, same: String, named: String) throws {
    let fixture = try ModelFixture(name)
    try fixture.configure(field, json: same)
    _ = try fixture.load()
    try fixture.configure(field, json: other)
    let problem = #expect(throws: InputProblem.self) { try fixture.model() }
    #expect(problem?.message.contains(named) == true, "\(String(describing: problem))")
  }

  private static let embeddings = [
    ("opt", "model.decoder.embed_tokens.weight", "lm_head.weight"),
    ("llama-gqa-tied", "model.embed_tokens.weight", "lm_head.weight"),
    ("roberta", "roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight"),
    ("bert", "bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight"),
  ]

  @Test("have a second copy of a tied weight only with the same values", arguments: embeddings)
  func tied(name: String, source: String, copy: String) throws {
    for change: Float in [0, 1] {
      let fixture = try fixture(name) { file in
        let tensor = try #require(file.tensors[source])
        var values = try file.values(of: tensor)
        values[3] += change
        return [.init(copy, shape: tensor.shape, values)]
      }
      if change == 0 {
        _ = try fixture.load()
      } else {
        let problem = #expect(throws: InputProblem.self) { try fixture.model() }
        #expect(problem?.description.contains(copy) == true)
        #expect(problem?.message.contains("tie_word_embeddings") == true)
      }
    }
  }

  @Test("may have a tied weight under its other name alone")
  func swapped() throws {
    let fixture = try ModelFixture("llama-gqa-tied")
    try fixture.writeWeights(fixture.model().family.layout) {
      $0.name == "model.embed_tokens.weight" ? "lm_head.weight" : $0.name
    }
    _ = try fixture.load()
  }

  @Test("are refused for tensors without a place: layers, biases, other parts")
  func surplus() throws {
    let layers = try ModelFixture("llama")
    try layers.configure("num_hidden_layers", .integer(1))
    let problem = #expect(throws: InputProblem.self) { try layers.model() }
    #expect(problem?.message.contains("has no place") == true)
    for (name, tensor) in [
      ("mistral", "model.layers.0.self_attn.q_proj.bias"), ("opt", "score.weight"),
      ("roberta", "roberta.encoder.layer.0.adapter.weight"),
    ] {
      let fixture = try fixture(name) { _ in [.init(tensor, shape: [2], [1, 2])] }
      let problem = #expect(throws: InputProblem.self) { try fixture.model() }
      #expect(problem?.description.contains(tensor) == true)
    }
  }

  @Test("may have what the families' files are known to have")
  func unread() throws {
    for (name, tensor) in [
      ("llama", "model.layers.0.self_attn.rotary_emb.inv_freq"),
      ("roberta", "roberta.embeddings.position_ids"), ("bert", "bert.pooler.dense.weight"),
      ("bert", "cls.seq_relationship.bias"), ("gpt2", "h.0.attn.bias"),
      ("gpt2", "transformer.h.1.attn.masked_bias"),
      ("gpt-neox", "gpt_neox.layers.0.attention.masked_bias"),
      ("gpt-neox", "gpt_neox.layers.1.attention.rotary_emb.inv_freq"),
    ] {
      _ = try fixture(name) { _ in [.init(tensor, shape: [2], [1, 2])] }.load()
    }
  }

  @Test("end a text at every id of a list, by the file that transformers asks first")
  func ends() throws {
    let fixture = try ModelFixture("llama")
    let before = try fixture.model().digest
    try fixture.configure("eos_token_id", json: "[2, 7]")
    #expect(try fixture.model().ends == [2, 7])
    #expect(try fixture.model().digest != before)
    try Data(#"{"eos_token_id": [3, 9, 2]}"#.utf8).write(to: fixture.file("generation_config.json"))
    #expect(try fixture.model().ends == [2, 3, 9])
    try Data(#"{"do_sample": true}"#.utf8).write(to: fixture.file("generation_config.json"))
    #expect(try fixture.model().ends == [2, 7])
    for text in ["\"2\"", "[-1]", "[1.5]", "true", "[true]"] {
      try fixture.configure("eos_token_id", json: text)
      #expect(throws: InputProblem.self, "\(text)") { try fixture.model() }
    }
  }

  @Test("name no tokens beyond the vocabulary in generation_config.json either")
  func generationTokens() throws {
    let fixture = try ModelFixture("llama")
    for (field, json) in [
      ("eos_token_id", "[2, 320]"), ("bos_token_id", "320"), ("pad_token_id", "400"),
    ] {
      try Data("{\"\(field)\": \(json)}".utf8).write(to: fixture.file("generation_config.json"))
      let problem = #expect(throws: InputProblem.self) { try fixture.model() }
      #expect(problem?.message.contains("'\(field)'") == true)
      #expect(problem?.place.contains("generation_config.json") == true)
    }
  }

  @Test("take the outer number of positions for rotary frequencies, as transformers does")
  func outerPositions() throws {
    let scaling = """
      {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4, \
      "original_max_position_embeddings": LENGTH}
      """
    func scores(inner: String, outer: Int?) throws -> [Float] {
      let fixture = try ModelFixture("llama")
      let text = scaling.replacing("LENGTH", with: inner)
      try fixture.configure("rope_parameters", json: text)
      try fixture.configure("original_max_position_embeddings", outer.map { .integer($0) })
      return try fixture.logProbabilities([5, 31, 99, 12, 40, 7])
    }
    #expect(try scores(inner: "8", outer: nil) != scores(inner: "32", outer: nil))
    #expect(try scores(inner: "8", outer: 32) == scores(inner: "32", outer: nil))
  }
}
