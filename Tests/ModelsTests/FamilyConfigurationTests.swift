import Foundation
import Models
import Tensors
import Testing
import Vocabulary

/// One way to spoil a configuration, and what the problem has to name.
struct SpoiltField: Sendable, CustomTestStringConvertible {
  var fixture: String
  var field: String
  var json: String
  var named: String

  var testDescription: String { "\(fixture): \(field) = \(json)" }

  static let decoders = ["llama", "llama-gqa-tied", "mistral"]
  static let encoders = ["roberta", "bert"]

  static let sizes = (decoders + encoders).flatMap { fixture in
    let isDecoder = decoders.contains(fixture)
    let own = isDecoder ? ["num_key_value_heads", "head_dim"] : ["type_vocab_size"]
    let common = [
      "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
      "max_position_embeddings",
    ]
    return (common + own).flatMap { field in
      ["0", "-4", "1099511627776", "9223372036854775807", "1e300", "2.5", "\"16\"", "true", "[16]"]
        .map { SpoiltField(fixture: fixture, field: field, json: $0, named: "'\(field)'") }
    }
  }

  static let absent = (decoders + encoders).flatMap { fixture in
    [
      "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    ].map { SpoiltField(fixture: fixture, field: $0, json: "null", named: "has no '\($0)'") }
  }

  private static func each(
    _ fixtures: [String], _ field: String, _ values: [String], _ named: String
  ) -> [SpoiltField] {
    fixtures.flatMap { fixture in
      values.map { SpoiltField(fixture: fixture, field: field, json: $0, named: named) }
    }
  }

  static let forms =
    each(decoders + encoders, "hidden_act", ["\"sin\"", "3"], "hidden_act")
    + each(decoders + encoders, "num_hidden_layers", ["5000"], "1024")
    + each(decoders + encoders, "tie_word_embeddings", ["\"yes\"", "7"], "true or false")
    + each(decoders + encoders, "architectures", ["3", "[4]"], "list of texts")
    + each(["opt", "gpt2"], "architectures", ["3", "\"OPTForCausalLM\""], "list of texts")
    + each(decoders, "rms_norm_eps", ["0", "-1e-5", "2", "1e-60", "\"x\""], "rms_norm_eps")
    + each(encoders, "layer_norm_eps", ["0", "-1e-5", "2", "1e-60", "\"x\""], "layer_norm_eps")
    + each(encoders, "num_attention_heads", ["3", "16777216"], "heads")
    + each(["llama-gqa-tied", "mistral"], "num_key_value_heads", ["3", "8"], "not a multiple")
    + each(decoders, "head_dim", ["5", "7"], "no pairs")
    + each(decoders, "head_dim", ["16777216"], "2^24")
    + each(decoders, "quantization_config", [#"{"bits": 4}"#], "quantized")
    + each(["mistral"], "sliding_window", ["0", "-1", "2.5", "\"no\""], "sliding_window")
    + each(["llama"], "attention_bias", ["3"], "attention_bias")
    + each(["llama"], "mlp_bias", ["\"x\""], "mlp_bias")
    + each(["roberta"], "pad_token_id", ["-1", "1.5"], "'pad_token_id'")
    + each(["roberta"], "pad_token_id", ["0"], "'bos_token_id'")
    + each(["roberta"], "pad_token_id", ["2"], "'eos_token_id'")
    + each(["roberta"], "pad_token_id", ["97"], "'max_position_embeddings'")
    + each(encoders, "is_decoder", ["true"], "is_decoder")
    + each(encoders, "add_cross_attention", ["true"], "add_cross_attention")
    + each(encoders, "position_embedding_type", ["\"relative_key\""], "relative_key")

  /// What other families have, and what none computes.
  static let foreign: [SpoiltField] = {
    let plain = ["opt", "gpt2", "gpt-neox", "bert", "roberta"]
    let all = plain + ["llama", "mistral", "phi"]
    return each(plain, "num_key_value_heads", ["1"], "'num_key_value_heads' 1 is not supported")
      + each(plain, "head_dim", ["4"], "'head_dim' 4 is not supported")
      + each(all, "is_encoder_decoder", ["true"], "'is_encoder_decoder'")
      + each(all, "add_cross_attention", ["true"], "'add_cross_attention'")
      + each(all, "pruned_heads", [#"{"0": [1]}"#], "'pruned_heads'")
      + each(all, "torch_dtype", ["\"bfloat16\""], "'dtype' is float32, and 'torch_dtype' bfloat16")
      + ["bos_token_id", "eos_token_id", "pad_token_id"].flatMap {
        each(["opt", "llama", "bert"], $0, ["320", "99999"], "'\($0)' is")
          + each(["opt", "llama"], $0, ["-5", "\"x\""], "'\($0)' must be")
      }
  }()

  /// Of other families, also where a tied head makes them without consequence.
  static let classes =
    each(
      ["opt", "gpt2", "llama-gqa-tied", "mistral", "roberta", "phi"], "architectures",
      [#"["Qwen2ForCausalLM"]"#], "names Qwen2ForCausalLM")
    + each(["qwen2"], "architectures", [#"["Qwen2MoeForCausalLM"]"#], "names Qwen2MoeForCausalLM")
    + each(["phi"], "architectures", [#"["Phi3ForCausalLM"]"#], "names Phi3ForCausalLM")
    + each(
      ["llama"], "architectures", [#"["LlamaForCausalLM", "BertForMaskedLM"]"#],
      "names BertForMaskedLM")

  /// What sets the later families apart.
  static let later: [SpoiltField] = {
    let all: [[SpoiltField]] = [
      each(["gpt2"], "n_embd", ["0", "15", "\"x\""], "'n_embd'"),
      each(["gpt2"], "n_layer", ["null", "5000"], "'n_layer'"),
      each(["gpt2"], "n_head", ["null", "-1"], "'n_head'"),
      each(["gpt2"], "n_positions", ["0"], "'n_positions'"),
      each(["gpt2"], "n_inner", ["0", "1.5"], "'n_inner'"),
      each(["gpt2"], "layer_norm_epsilon", ["0", "2"], "'layer_norm_epsilon'"),
      each(["gpt2"], "activation_function", ["\"sin\""], "sin"),
      each(["gpt2"], "scale_attn_weights", ["false"], "'scale_attn_weights'"),
      each(
        ["gpt2"], "scale_attn_by_inverse_layer_idx", ["true"], "'scale_attn_by_inverse_layer_idx'"),
      each(["gpt2"], "add_cross_attention", ["true"], "'add_cross_attention'"),
      each(["gpt-neox", "phi"], "num_attention_heads", ["5"], "heads"),
      each(["gpt-neox", "phi"], "intermediate_size", ["null", "0"], "'intermediate_size'"),
      each(["gpt-neox", "phi"], "layer_norm_eps", ["0", "2"], "'layer_norm_eps'"),
      each(["gpt-neox", "phi"], "hidden_act", ["\"sin\""], "sin"),
      each(
        ["gpt-neox", "phi"], "rope_parameters",
        [#"{"partial_rotary_factor": 0}"#, #"{"partial_rotary_factor": 1.5}"#], "at most 1"),
      each(
        ["gpt-neox", "phi"], "rope_parameters", [#"{"partial_rotary_factor": 0.2}"#], "no pairs"),
      each(
        ["gpt-neox", "phi", "qwen3"], "rope_scaling", [#"{"type": "yarn"}"#], "'yarn'"),
      each(["gpt-neox"], "use_parallel_residual", ["3"], "'use_parallel_residual'"),
      each(["phi"], "num_key_value_heads", ["2"], "not a multiple"),
      each(["phi"], "head_dim", ["4"], "'head_dim'"),
      each(["phi"], "qk_layernorm", ["\"x\""], "'qk_layernorm'"),
      each(["qwen2", "gemma2"], "layer_types", [#"["full_attention"]"#], "2 layers"),
      each(
        ["qwen2", "gemma3"], "layer_types", [#"["full_attention", "chunked_attention"]"#],
        "chunked_attention"),
      each(["qwen2"], "use_sliding_window", ["false"], "'use_sliding_window'"),
      each(["qwen2"], "sliding_window", ["0", "2.5"], "'sliding_window'"),
      each(["qwen3"], "attention_bias", ["3"], "'attention_bias'"),
      each(["qwen3"], "head_dim", ["5"], "no pairs"),
      each(["gemma2"], "hidden_activation", ["\"sin\""], "sin"),
      each(["gemma2"], "attn_logit_softcapping", ["0", "-1", "\"x\""], "'attn_logit_softcapping'"),
      each(
        ["gemma2", "gemma3"], "final_logit_softcapping", ["0", "-3"], "'final_logit_softcapping'"),
      each(["gemma2", "gemma3"], "query_pre_attn_scalar", ["0", "-4"], "'query_pre_attn_scalar'"),
      each(["gemma2", "gemma3"], "sliding_window", ["null", "0"], "'sliding_window'"),
      each(
        ["gemma2", "gemma3"], "use_bidirectional_attention", ["true"],
        "'use_bidirectional_attention'"
      ),
      each(["gemma3"], "attn_logit_softcapping", ["50"], "'attn_logit_softcapping'"),
      each(["gemma3"], "rope_parameters", [#"{"rope_theta": 5, "rope_type": "linear"}"#], "has no"),
      each(
        ["gemma2", "qwen2"], "rope_parameters", [#"{"full_attention": {"rope_theta": 5}}"#],
        "each kind of layer"),
    ]
    return all.flatMap { $0 }
  }()

  static let rotary =
    ["yarn", "longrope", "proportional", "su", ""].flatMap {
      each(decoders, "rope_scaling", [#"{"rope_type": "\#($0)", "factor": 2}"#], "'\($0)'")
        + each(decoders, "rope_parameters", [#"{"rope_type": "\#($0)", "factor": 2}"#], "'\($0)'")
    } + each(decoders, "rope_scaling", ["3", "[1]", "\"linear\""], "must be an object")
    + each(
      decoders, "rope_parameters",
      [#"{"rope_theta": 0}"#, #"{"rope_theta": -1}"#, #"{"rope_theta": "x"}"#], "rope_theta")
    + each(decoders, "rope_parameters", [#"{"partial_rotary_factor": 0.5}"#], "partial_rotary")
    + each(
      decoders, "rope_scaling",
      [
        #"{"type": "linear"}"#, #"{"type": "linear", "factor": 0.5}"#,
        #"{"type": "dynamic", "factor": -2}"#, #"{"rope_type": "llama3"}"#,
        #"{"rope_type": "linear", "factor": "8"}"#,
      ], "factor")
    + each(
      decoders, "rope_scaling",
      [
        #"{"rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 4}"#,
        #"{"rope_type": "llama3", "factor": 8, "low_freq_factor": 0, "high_freq_factor": 4}"#,
        #"{"rope_type": "llama3", "factor": 8, "low_freq_factor": 1}"#,
      ], "freq_factor")

  /// What would be left out, or said twice.
  static let scaling =
    each(decoders, "rope_scaling", [#"{"factor": 2}"#], "has 'factor' and no 'rope_type'")
    + each(
      decoders, "rope_scaling",
      [
        #"{"type": "linear", "rope_type": "dynamic", "factor": 2}"#,
        #"{"type": "dynamic", "rope_type": "linear", "factor": 2}"#,
      ], "keep one")
    + each(
      decoders, "rope_scaling",
      [
        #"{"rope_type": "default", "factor": 2}"#, #"{"type": "none", "factor": 0.5}"#,
      ], "'factor' has no use in rope type")
    + each(
      decoders, "rope_scaling",
      [
        #"{"rope_type": "linear", "factor": 2, "low_freq_factor": 1}"#,
        #"{"rope_type": "dynamic", "factor": 2, "low_freq_factor": 1}"#,
      ], "'low_freq_factor' has no use")
}

@Suite("Configurations of every family")
struct FamilyConfigurationTests {
  @Test(
    "that make no sense are one problem that names the field",
    arguments: SpoiltField.sizes + SpoiltField.absent + SpoiltField.forms + SpoiltField.classes
      + SpoiltField.foreign
      + SpoiltField.later + SpoiltField.rotary + SpoiltField.scaling)
  func spoilt(_ spoilt: SpoiltField) throws {
    let fixture = try ModelFixture(spoilt.fixture)
    // Files of earlier versions of transformers have the one, those of 5.x the other.
    if spoilt.field == "rope_scaling" { try fixture.configure("rope_parameters", nil) }
    try fixture.configure(spoilt.field, json: spoilt.json)
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.model() }
    #expect(problem?.place.contains("config.json") == true)
    #expect(problem?.description.contains(spoilt.named) == true, "\(String(describing: problem))")
  }

  @Test(
    "describe no more parameters than can be counted",
    arguments: SpoiltField.decoders + SpoiltField.encoders)
  func huge(name: String) throws {
    let fixture = try ModelFixture(name)
    for field in ["hidden_size", "intermediate_size", "vocab_size", "max_position_embeddings"] {
      try fixture.configure(field, .integer(1 << 24))
    }
    try fixture.configure("num_hidden_layers", .integer(1024))
    if SpoiltField.decoders.contains(name) {
      try fixture.configure("num_attention_heads", .integer(1 << 23))
      try fixture.configure("num_key_value_heads", .integer(1 << 23))
      try fixture.configure("head_dim", .integer(2))
    }
    let problem = #expect(throws: InputProblem.self) {
      _ = try PretrainedModel(fixture.directory.path, complete: false)
    }
    #expect(problem?.message.contains("parameters") == true)
  }

  /// As the Hub has them: GPT-NeoX's and Gemma 3's frequencies, and Gemma's layers by a pattern.
  @Test("may have the fields of earlier versions")
  func earlier() throws {
    let tokens: [Int32] = [2, 40, 7, 111, 300, 7, 260, 31, 99, 12]
    let neox = try ModelFixture("gpt-neox")
    let expected = try neox.logProbabilities(tokens)
    try neox.configure("rope_parameters", nil)
    // The one pair that a quarter of a head has turns alike with any base.
    try neox.configure("rotary_pct", .number(0.5))
    #expect(try neox.logProbabilities(tokens) != expected)
    try neox.configure("rotary_emb_base", .integer(50))
    try neox.configure("rotary_pct", .number(0.25))
    #expect(try neox.logProbabilities(tokens) == expected)
    let gemma = try ModelFixture("gemma3")
    let other = try gemma.logProbabilities(tokens)
    try gemma.configure("rope_parameters", nil)
    try gemma.configure("layer_types", nil)
    try gemma.configure("sliding_window_pattern", .integer(2))
    try gemma.configure("rope_theta", .number(500))
    try gemma.configure("rope_local_base_freq", .number(30))
    #expect(try gemma.logProbabilities(tokens) != other)
    try gemma.configure("rope_scaling", json: #"{"rope_type": "linear", "factor": 4.0}"#)
    #expect(try gemma.logProbabilities(tokens) == other)
  }

  @Test("may name any class of their family")
  func classes() throws {
    for (name, classes) in [
      ("llama", ["LLaMAForCausalLM"]), ("llama", ["LlamaForCausalLM", "LlamaModel"]),
      ("opt", ["OPTForSequenceClassification"]), ("gpt2", ["GPT2DoubleHeadsModel"]),
      ("gemma3", ["Gemma3ForCausalLM"]), ("gemma3", ["Gemma3TextModel"]), ("bert", []),
    ] {
      let fixture = try ModelFixture(name)
      try fixture.configure("architectures", .list(classes.map { .text($0) }))
      _ = try PretrainedModel(fixture.directory.path, complete: false)
    }
  }

  /// As Llama 3.1 and 2 of the Hub have it, and a factor that changes nothing.
  @Test("may have the rotary keys of files as they are")
  func rotaryKeys() throws {
    let fixture = try ModelFixture("llama")
    try fixture.configure("rope_parameters", nil)
    try fixture.configure("rope_theta", .number(500_000))
    for scaling in [
      #"{"type": "dynamic", "factor": 2.0, "original_max_position_embeddings": 96}"#,
      "null", #"{"type": "linear", "factor": 4.0}"#, #"{"type": "default", "factor": 1.0}"#,
      #"{"rope_type": "default", "rope_theta": 500000.0, "partial_rotary_factor": 1.0}"#,
      """
      {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, \
      "original_max_position_embeddings": 32, "rope_type": "llama3"}
      """,
    ] {
      try fixture.configure("rope_scaling", json: scaling)
      _ = try fixture.model()
    }
  }

  @Test("may have the fields of every configuration where they say nothing else")
  func common() throws {
    for (name, heads, width) in [("opt", 2, 8), ("gpt2", 2, 8), ("bert", 2, 8)] {
      let fixture = try ModelFixture(name)
      for (field, json) in [
        ("num_key_value_heads", "\(heads)"), ("head_dim", "\(width)"), ("pruned_heads", "{}"),
        ("is_encoder_decoder", "false"), ("torch_dtype", "\"torch.float32\""),
      ] {
        try fixture.configure(field, json: json)
      }
      _ = try fixture.model()
    }
    let fixture = try ModelFixture("llama")
    try fixture.configure("pad_token_id", .integer(-1))
    try fixture.configure("bos_token_id", .integer(319))
    _ = try fixture.model()
  }

  @Test("may leave out what transformers has defaults for")
  func defaults() throws {
    let fixture = try ModelFixture("llama-linear")
    for field in ["max_position_embeddings", "num_key_value_heads", "rms_norm_eps", "hidden_act"] {
      try fixture.configure(field, json: "null")
    }
    let model = try PretrainedModel(fixture.directory.path, complete: false)
    #expect(model.family.maxPositions == 2048)
    #expect(model.family.layout["model.layers.0.self_attn.k_proj.weight"]?.rows == 16)
    let mistral = try ModelFixture("mistral")
    try mistral.configure("num_attention_heads", .integer(16))
    try mistral.configure("num_key_value_heads", nil)
    try mistral.configure("max_position_embeddings", nil)
    let other = try PretrainedModel(mistral.directory.path, complete: false)
    #expect(other.family.layout["model.layers.0.self_attn.k_proj.weight"]?.rows == 8 * 6)
    #expect(other.family.maxPositions == 131_072)
  }
}
