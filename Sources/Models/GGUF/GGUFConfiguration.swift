import Foundation
import Notation
import Tensors
import Vocabulary

/// The `config.json` that a GGUF file's metadata say, and the names of its tensors in transformers.
///
/// What llama.cpp calls `llama` is LLaMA and Mistral without a window, `mistral` is Mistral.
struct GGUFConfiguration {
  private static let architectures = ["llama", "mistral"]

  let json: JSON
  private let heads: Int
  private let keyHeads: Int

  init(_ file: GGUFFile) throws(InputProblem) {
    let metadata = file.metadata
    let architecture = try metadata.required("general.architecture", metadata.text)
    guard Self.architectures.contains(architecture) else {
      throw metadata.problem(
        "general.architecture",
        "'\(architecture)' is not supported (\(Self.architectures.joined(separator: ", ")))")
    }
    let reader = Reader(metadata: metadata, architecture: architecture, file: file)
    try reader.checkKeys()
    heads = try reader.size("attention.head_count")
    keyHeads = try reader.sizeIfPresent("attention.head_count_kv") ?? heads
    json = .object(try reader.members(heads: heads, keyHeads: keyHeads))
  }

  /// What a tensor of the file is called in transformers, and where its rows are; nil for the
  /// factors of rotary frequencies, which the configuration says.
  func place(of name: String) -> (name: String, order: RowOrder)? {
    guard name != Reader.factors else { return nil }
    let (stem, end) = Self.cut(name)
    if let whole = Self.whole[stem] { return (whole + end, .model) }
    let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "blk", let number = Int(parts[1]), number >= 0,
      String(number) == parts[1], let known = Self.ofBlocks[String(parts[2])]
    else { return (name, .model) }
    let order: RowOrder =
      switch parts[2] {
      case "attn_q": .interleaved(heads: heads)
      case "attn_k": .interleaved(heads: keyHeads)
      default: .model
      }
    return ("model.layers.\(number).\(known)\(end)", order)
  }

  private static func cut(_ name: String) -> (String, String) {
    for end in [".weight", ".bias"] where name.hasSuffix(end) {
      return (String(name.dropLast(end.count)), end)
    }
    return (name, "")
  }

  private static let whole = [
    "token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head",
  ]
  private static let ofBlocks = [
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
  ]
}

extension GGUFConfiguration {
  /// Reads the keys of one architecture.
  struct Reader {
    static let factors = "rope_freqs.weight"

    let metadata: GGUFMetadata
    let architecture: String
    let file: GGUFFile

    func key(_ name: String) -> String { "\(architecture).\(name)" }

    func sizeIfPresent(_ name: String) throws(InputProblem) -> Int? {
      guard let size = try metadata.whole(key(name)) else { return nil }
      guard (1...ConfigurationFields.largestSize).contains(size) else {
        throw metadata.problem(
          key(name), "is \(size), where 1 to \(ConfigurationFields.largestSize) are allowed")
      }
      return size
    }

    func size(_ name: String) throws(InputProblem) -> Int {
      try metadata.required(key(name)) { _ throws(InputProblem) in try sizeIfPresent(name) }
    }

    func real(_ name: String) throws(InputProblem) -> JSON? {
      try metadata.real(key(name)).map { .real(Self.shortest($0)) }
    }

    /// A float as people write it: 1e-05, not 9.999999747378752e-06.
    private static func shortest(_ value: Double) -> Double {
      Double("\(Float(value))") ?? value
    }

    func members(heads: Int, keyHeads: Int) throws(InputProblem) -> [JSON.Member] {
      let window = try window()
      let isMistral = architecture == "mistral" || window != nil
      var fields: [(String, JSON)] = [
        ("architectures", [.string(isMistral ? "MistralForCausalLM" : "LlamaForCausalLM")]),
        ("model_type", .string(isMistral ? "mistral" : "llama")), ("hidden_act", "silu"),
        ("hidden_size", .integer(try size("embedding_length"))),
        ("intermediate_size", .integer(try size("feed_forward_length"))),
        ("num_hidden_layers", .integer(try size("block_count"))),
        ("num_attention_heads", .integer(heads)), ("num_key_value_heads", .integer(keyHeads)),
        ("max_position_embeddings", .integer(try size("context_length"))),
        ("vocab_size", .integer(try vocabulary())),
        ("tie_word_embeddings", .bool(file.tensors["output.weight"] == nil)),
        ("attention_bias", .bool(file.tensors["blk.0.attn_q.bias"] != nil)),
        ("mlp_bias", .bool(file.tensors["blk.0.ffn_up.bias"] != nil)),
        (
          "rms_norm_eps",
          try metadata.required(key("attention.layer_norm_rms_epsilon")) {
            _ throws(InputProblem) in try real("attention.layer_norm_rms_epsilon")
          }
        ),
      ]
      if isMistral { fields.append(("sliding_window", window.map(JSON.integer) ?? .null)) }
      if let width = try headWidth() { fields.append(("head_dim", .integer(width))) }
      fields += try rotary()
      fields += try specials()
      return fields.map { JSON.Member(Array($0.0.utf8)[...], $0.1) }
    }

    private func specials() throws(InputProblem) -> [(String, JSON)] {
      func ids(_ keys: String...) throws(InputProblem) -> [Int] {
        var ids: [Int] = []
        for key in keys {
          if let id = try metadata.whole("tokenizer.ggml.\(key)"), !ids.contains(id) {
            ids.append(id)
          }
        }
        return ids
      }
      var fields: [(String, JSON)] = []
      if let id = try ids("bos_token_id").first { fields.append(("bos_token_id", .integer(id))) }
      let ends = try ids("eos_token_id", "eot_token_id")
      if ends.count == 1 { fields.append(("eos_token_id", .integer(ends[0]))) }
      if ends.count > 1 { fields.append(("eos_token_id", .array(ends.map(JSON.integer)))) }
      return fields
    }
  }
}

/// A model of the LLaMA kind in a GGUF file, as a directory in Hugging Face layout would have it.
struct GGUFModel {
  let files: ModelFiles
  let checkpoint: Checkpoint

  /// - Throws: `InputProblem` with the metadata's key or the tensor's name.
  init(_ url: URL) throws(InputProblem) {
    let file = try GGUFFile(url)
    let configuration = try GGUFConfiguration(file)
    var made = try GGUFTokenizer(file.metadata).files
    made["config.json"] = configuration.json.data
    files = ModelFiles(made: made, of: url)
    checkpoint = try Checkpoint(file) { configuration.place(of: $0) }
  }

  /// The GGUF file that a place names: itself, or the only one in a directory without a model in
  /// Hugging Face layout; nil if it names none.
  ///
  /// - Throws: `.invalid` with their names where there are several.
  static func file(at location: URL) throws(InputProblem) -> URL? {
    var isDirectory: ObjCBool = false
    let manager = FileManager.default
    guard manager.fileExists(atPath: location.path, isDirectory: &isDirectory) else { return nil }
    guard isDirectory.boolValue else { return location }
    guard !manager.fileExists(atPath: location.appending(path: "config.json").path),
      let names = try? manager.contentsOfDirectory(atPath: location.path)
    else { return nil }
    let found = names.filter { ($0 as NSString).pathExtension.lowercased() == "gguf" }.sorted()
    guard found.count > 1 else { return found.first.map { location.appending(path: $0) } }
    throw InputProblem(
      at: location.path,
      "has several GGUF files (\(found.prefix(8).joined(separator: ", "))); name one of them")
  }
}
