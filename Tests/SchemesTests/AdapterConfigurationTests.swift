import Foundation
import Schemes
import Testing
import Vocabulary

/// Keys of PEFT's configurations (0.21): read, inert, or refused by their names.
@Suite("Configurations of adapters")
struct AdapterConfigurationTests {
  /// A directory with an exported LoRA of the OPT fixture.
  private final class Fixture {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "adapter-\(UUID().uuidString)")
    private var fields: [String: Any] = [:]

    init() throws {
      let scheme = Component("lora", ["rank": .integer(4)])
      let subject = try Subject(scheme, on: "opt")
      try AdapterExport(scheme, subject.network, weights: subject.weights, base: "opt")
        .write(to: directory)
      let written = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
      fields = try #require(written as? [String: Any])
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private var file: URL { directory.appending(path: "adapter_config.json") }

    /// The adapter with one key set to some JSON.
    func reading(_ key: String, _ json: String) throws -> AdapterImport {
      var changed = fields
      changed[key] = try JSONSerialization.jsonObject(
        with: Data(json.utf8), options: .fragmentsAllowed)
      try JSONSerialization.data(withJSONObject: changed).write(to: file)
      return try AdapterImport(directory: directory)
    }
  }

  static let refused = [
    ("rank_pattern", #"{"q_proj": 2}"#), ("alpha_pattern", #"{"q_proj": 2}"#),
    ("init_lora_weights", #""pissa_niter_4""#), ("init_lora_weights", #""olora""#),
    ("init_lora_weights", #""eva""#), ("init_lora_weights", #""corda""#),
    ("init_lora_weights", #""loftq""#), ("use_dora", "true"), ("use_qalora", "true"),
    ("lora_bias", "true"), ("bias", #""all""#), ("bias", "true"), ("bias", "3"),
    ("lora_dropout", "1.5"), ("lora_dropout", "-0.1"), ("lora_dropout", #""no""#),
    ("task_type", "3"),
    ("modules_to_save", #"["score"]"#), ("layers_to_transform", "[0]"),
    ("layers_to_transform", "0"), ("layer_replication", "[[0, 1]]"), ("exclude_modules", #""k""#),
    ("alora_invocation_tokens", "[1, 2]"), ("trainable_token_indices", "[3]"),
    ("target_parameters", #"["w"]"#), ("target_modules", #"".*q_proj""#),
    ("target_modules", #""all-linear""#), ("target_modules", #"["zork"]"#),
    ("target_modules", "[]"), ("eva_config", #"{"rho": 2}"#),
    ("megatron_config", #"{"a": 1}"#), ("use_bdlora", #"{"a": 1}"#), ("kasa_config", #"{"b": 1}"#),
    ("a_key_of_next_year", "1"), ("r", "0"), ("r", "-1"), ("r", "9999999"), ("lora_alpha", "0"),
    ("lora_alpha", "-3"), ("lora_alpha", #""8""#), ("peft_type", #""VERA""#),
  ]

  @Test("refuse by name what changes the computation", arguments: refused)
  func refuses(key: String, json: String) throws {
    let fixture = try Fixture()
    let problem = #expect(throws: InputProblem.self) { try fixture.reading(key, json) }
    let names = [key, ["r": "rank", "lora_alpha": "alpha"][key] ?? key]
    #expect(
      names.contains { problem?.message.contains("'\($0)'") == true }, "\(problem?.message ?? "")")
    #expect(problem?.place.contains("adapter_config.json") == true)
  }

  static let inert = [
    ("fan_in_fan_out", "true"), ("peft_version", #""0.21.2""#), ("revision", #""main""#),
    ("lora_dropout", "0.1"), ("lora_dropout", "1"), ("bias", "null"), ("task_type", "null"),
    ("init_lora_weights", "true"), ("init_lora_weights", "false"),
    ("init_lora_weights", #""gaussian""#), ("rank_pattern", "{}"), ("modules_to_save", "null"),
    ("loftq_config", "{}"), ("megatron_core", #""megatron.core""#), ("qalora_group_size", "16"),
    ("use_dora", "false"), ("layers_pattern", "null"), ("inference_mode", "false"),
    ("auto_mapping", #"{"base_model_class": "OPTForCausalLM"}"#), ("a_key_of_next_year", "null"),
    ("runtime_config", #"{"ephemeral_gpu_offload": false}"#),
  ]

  @Test("take what has no effect on a trained adapter", arguments: inert)
  func takes(key: String, json: String) throws {
    let adapter = try Fixture().reading(key, json)
    #expect(adapter.scheme.settings["alpha"] == .number(16))
  }

  @Test("are of what their model is for")
  func tasks() throws {
    for task in ["SEQ_CLS", "TOKEN_CLS", "QUESTION_ANS", "SEQ_2_SEQ_LM", "FEATURE_EXTRACTION"] {
      let adapter = try Fixture().reading("task_type", "\"\(task)\"")
      let there = try Subject(adapter.scheme, on: "opt")
      let problem = #expect(throws: InputProblem.self) {
        try adapter.fill(there.weights, of: there.network)
      }
      #expect(problem?.message.contains("'task_type' \(task)") == true)
    }
  }

  @Test(
    "have the sizes of their model",
    arguments: ["prefix", "prompt"], ["num_layers", "num_attention_heads", "token_dim"])
  func sizes(scheme: String, key: String) throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "adapter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let subject = try Subject(Component(scheme), on: "llama-gqa-tied")
    try AdapterExport(Component(scheme), subject.network, weights: subject.weights, base: "llama")
      .write(to: directory)
    try AdapterImport(directory: directory).fill(subject.weights, of: subject.network)
    let file = directory.appending(path: "adapter_config.json")
    let written = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    var fields = try #require(written as? [String: Any])
    fields[key] = 3
    try JSONSerialization.data(withJSONObject: fields).write(to: file)
    let problem = #expect(throws: InputProblem.self) {
      try AdapterImport(directory: directory).fill(subject.weights, of: subject.network)
    }
    #expect(problem?.message.contains("'\(key)' is 3") == true, "\(String(describing: problem))")
    #expect(problem?.place.contains("adapter_config.json") == true)
  }

  @Test("divide by the root of the rank where rsLoRA does")
  func rankStabilized() throws {
    let adapter = try Fixture().reading("use_rslora", "true")
    #expect(adapter.scheme.settings["alpha"] == .number(32))
  }

  @Test("of pickled weights say how to convert them")
  func pickled() throws {
    let fixture = try Fixture()
    try FileManager.default.moveItem(
      at: fixture.directory.appending(path: "adapter_model.safetensors"),
      to: fixture.directory.appending(path: "adapter_model.bin"))
    let problem = #expect(throws: InputProblem.self) {
      try AdapterImport(directory: fixture.directory)
    }
    #expect(problem?.message.contains("safe_serialization") == true)
  }

  @Test("name the class that opens them", arguments: ["bert", "roberta"])
  func exportedClass(fixture: String) throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "adapter-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let scheme = Component("lora", ["rank": .integer(4)])
    let subject = try Subject(scheme, on: fixture)
    try AdapterExport(scheme, subject.network, weights: subject.weights, base: fixture)
      .write(to: directory)
    let data = try Data(contentsOf: directory.appending(path: "adapter_config.json"))
    let fields = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let mapping = try #require(fields["auto_mapping"] as? [String: String])
    #expect(fields["task_type"] == nil)
    #expect(mapping["base_model_class"] == (fixture == "bert" ? "Bert" : "Roberta") + "ForMaskedLM")
    #expect(mapping["parent_library"] == "transformers.models.\(fixture).modeling_\(fixture)")
  }
}
