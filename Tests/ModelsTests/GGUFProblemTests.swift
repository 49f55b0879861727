import Foundation
import Models
import Testing
import Vocabulary

/// Files that are whole, and of which no model can be made.
@Suite("Problems of GGUF models")
struct GGUFProblemTests {
  /// What is wrong with the fixture once bytes behind a key are replaced.
  private func problem(
    _ text: String, _ edits: (at: Int, bytes: [UInt8])...
  ) throws -> String? {
    let fixture = try ModelFixture("gguf-llama")
    var bytes = try Data(contentsOf: fixture.file("model.gguf"))
    let place = try #require(bytes.range(of: Data(text.utf8)))
    for edit in edits {
      let start = place.upperBound + edit.at
      bytes.replaceSubrange(start..<start + edit.bytes.count, with: edit.bytes)
    }
    try bytes.write(to: fixture.file("model.gguf"))
    do {
      _ = try fixture.load()
      return nil
    } catch let error as InputProblem {
      return "\(error)"
    }
  }

  /// A value of metadata, as a file has it.
  enum Value: Sendable {
    case whole(UInt32)
    case real(Float)
    case flag(Bool)
    case text(String)
    case reals([Float])

    /// A type whose factor is missing, which is what has to be named.
    var isLinear: Bool {
      if case .text("linear") = self { true } else { false }
    }

    var bytes: Data {
      func little(_ number: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
      }
      return switch self {
      case .whole(let number): little(UInt32(4)) + little(number)
      case .real(let number): little(UInt32(6)) + little(number.bitPattern)
      case .flag(let flag): little(UInt32(7)) + [flag ? 1 : 0]
      case .text(let text): little(UInt32(8)) + little(UInt64(text.utf8.count)) + Data(text.utf8)
      case .reals(let numbers):
        numbers.reduce(little(UInt32(9)) + little(UInt32(6)) + little(UInt64(numbers.count))) {
          $0 + little($1.bitPattern)
        }
      }
    }

    func entry(_ key: String) -> Data {
      Value.text(key).bytes.dropFirst(4) + bytes
    }
  }

  /// A fixture with more metadata, and one that fills them up to a multiple of the alignment.
  private func fixture(_ name: String, _ added: [(String, Value)]) throws -> ModelFixture {
    let fixture = try ModelFixture(name)
    var entries = added.reduce(Data()) { $0 + $1.1.entry($1.0) }
    let room = (entries.count + Value.text("").entry("general.url").count) % 32
    entries += Value.text(String(repeating: " ", count: (32 - room) % 32)).entry("general.url")
    var bytes = try Data(contentsOf: fixture.file("model.gguf"))
    bytes[16] += UInt8(added.count + 1)
    bytes.insert(contentsOf: entries, at: 24)
    try bytes.write(to: fixture.file("model.gguf"))
    return fixture
  }

  private static let contradictions: [(String, [(String, Value)])] = [
    ("gguf-mistral", [("llama.rope.scaling.type", .text("linear"))]),
    (
      "gguf-mistral",
      [("llama.rope.scaling.type", .text("none")), ("llama.rope.scaling.factor", .real(2))]
    ),
    ("gguf-mistral", [("llama.rope.scaling.factor", .real(0.5))]),
    ("gguf-mistral", [("llama.rope.scale_linear", .real(0))]),
    (
      "gguf-mistral",
      [("llama.rope.scale_linear", .real(3)), ("llama.rope.scaling.factor", .real(2))]
    ),
    ("gguf-mistral", [("llama.rope.scaling.attn_factor", .real(0.5))]),
    (
      "gguf-llama",
      [("llama.rope.scaling.type", .text("linear")), ("llama.rope.scaling.factor", .real(2))]
    ),
    ("gguf-llama", [("llama.attention.sliding_window", .whole(.max))]),
    ("gguf-llama", [("llama.attention.causal", .flag(false))]),
    ("gguf-llama", [("llama.attention.value_length", .whole(4))]),
    ("gguf-llama", [("llama.attention.layer_norm_epsilon", .real(1e-5))]),
    ("gguf-llama", [("llama.attention.clamp_kqv", .real(8))]),
    ("gguf-llama", [("llama.attention.scale", .real(0.5))]),
    ("gguf-llama", [("llama.attention.max_alibi_bias", .real(8))]),
    ("gguf-llama", [("llama.use_parallel_residual", .flag(true))]),
    ("gguf-llama", [("llama.attn_logit_softcapping", .real(50))]),
    ("gguf-llama", [("llama.final_logit_softcapping", .real(30))]),
    ("gguf-llama", [("llama.logit_scale", .real(0.5))]),
    ("gguf-llama", [("llama.residual_scale", .real(0.5))]),
    ("gguf-llama", [("llama.embedding_scale", .real(12))]),
    ("gguf-llama", [("llama.a_key_of_next_year", .text("x"))]),
    ("gguf-llama", [("general.type", .text("adapter"))]),
    ("gguf-llama", [("split.no", .whole(1))]),
    ("gguf-llama", [("split.count", .whole(2))]),
    ("gguf-llama", [("split.tensors.count", .whole(500))]),
    ("gguf-llama", [("tokenizer.ggml.scores", .reals([1, 2]))]),
    ("gguf-llama", [("tokenizer.ggml.eot_token_id", .whole(320))]),
    ("gguf-llama", [("tokenizer.ggml.eom_token_id", .whole(4000))]),
    ("gguf-llama", [("tokenizer.ggml.seperator_token_id", .whole(.max))]),
    ("gguf-llama", [("tokenizer.ggml.padding_token_id", .whole(320))]),
  ]

  @Test(
    "of keys that contradict, or change what is computed, name the first", arguments: contradictions
  )
  func contradicted(name: String, added: [(String, Value)]) throws {
    let fixture = try fixture(name, added)
    let problem = #expect(throws: InputProblem.self) { try fixture.model() }
    let key = added.count == 1 && added[0].1.isLinear ? "llama.rope.scaling.factor" : added[0].0
    #expect(problem?.place.contains("'\(key)'") == true, "\(String(describing: problem))")
    #expect(problem?.kind == .invalid)
  }

  /// As converters write them, and values that say nothing.
  @Test("are none for keys that change nothing")
  func harmless() throws {
    let fixture = try fixture(
      "gguf-llama",
      [
        ("llama.rope.scaling.type", .text("none")), ("llama.rope.scaling.factor", .real(1)),
        ("llama.rope.scaling.attn_factor", .real(1)),
        ("llama.rope.scaling.original_context_length", .whole(8192)),
        ("llama.rope.scaling.finetuned", .flag(true)), ("llama.attention.causal", .flag(true)),
        ("llama.attention.key_length", .whole(8)), ("llama.attention.value_length", .whole(8)),
        ("llama.attention.sliding_window", .whole(0)), ("llama.expert_count", .whole(0)),
        ("llama.expert_used_count", .whole(0)), ("llama.logit_scale", .real(0)),
        ("llama.use_parallel_residual", .flag(false)), ("general.type", .text("model")),
        ("llama.tensor_data_layout", .text("Meta AI original pth")), ("split.no", .whole(0)),
        ("split.count", .whole(0)), ("tokenizer.ggml.eot_token_id", .whole(2)),
        ("tokenizer.ggml.add_sep_token", .flag(false)), ("gemma.block_count", .whole(3)),
      ])
    _ = try fixture.load()
  }

  @Test("are none for a factor without a type, which is a linear scaling's")
  func factorAlone() throws {
    for key in ["llama.rope.scaling.factor", "llama.rope.scale_linear"] {
      let model = try fixture("gguf-mistral", [(key, .real(2.5))]).model()
      let fields = try #require(
        try JSONSerialization.jsonObject(with: model.files.data("config.json")) as? [String: Any])
      let scaling = try #require(fields["rope_scaling"] as? [String: Any])
      #expect(scaling["rope_type"] as? String == "linear" && scaling["factor"] as? Double == 2.5)
    }
  }

  @Test("of sizes that tensors have otherwise name both")
  func sizes() throws {
    let rows = try problem("llama.vocab_size", (5, [2]))
    #expect(rows?.contains("metadata 'llama.vocab_size': is 576") == true, "\(rows ?? "")")
    let shape = try problem("rope_freqs.weight", (4, [3]))
    #expect(shape?.contains("has shape [3], where heads ask for [4]") == true, "\(shape ?? "")")
  }

  @Test(
    "of types name the key",
    arguments: [
      "llama.block_count", "llama.embedding_length", "llama.attention.head_count",
      "llama.context_length", "tokenizer.ggml.eos_token_id",
    ])
  func types(key: String) throws {
    let found = try problem(key, (0, [6, 0, 0, 0]))
    #expect(found?.contains("metadata '\(key)'") == true, "\(found ?? "")")
    #expect(found?.contains("is a real number where a whole number is expected") == true)
  }

  @Test(
    "of values name the key",
    arguments: [
      ("llama.block_count", 0 as UInt8), ("llama.embedding_length", 0),
      ("llama.rope.dimension_count", 4), ("tokenizer.ggml.eos_token_id", 0xFF),
    ])
  func values(key: String, value: UInt8) throws {
    let found = try problem(key, (4, [value, value == 0xFF ? 0xFF : 0]))
    #expect(found?.contains(key) == true, "\(found ?? "")")
  }

  @Test("of names are told by them")
  func names() throws {
    let architecture = try problem("general.architecture", (12, Array("gemma".utf8)))
    #expect(architecture?.contains("'gemma' is not supported (llama, mistral)") == true)
    let cut = try problem("tokenizer.ggml.pre", (12, Array("tekken".utf8)))
    #expect(cut?.contains("pre-tokenizer 'tekken' is not supported") == true)
    let model = try problem("tokenizer.ggml.model", (12, Array("bert".utf8)))
    #expect(model?.contains("'bert' is not supported (gpt2, llama)") == true)
  }

  @Test("of tensors name them")
  func tensors() throws {
    let unknown = try problem("blk.1.ffn_up", (-2, Array("zz".utf8)))
    #expect(unknown?.contains("blk.1.ffn_zz.weight") == true, "\(unknown ?? "")")
    let more = try problem("llama.block_count", (4, [3]))
    #expect(more?.contains("model.layers.2.") == true, "\(more ?? "")")
    let fewer = try problem("llama.block_count", (4, [1]))
    #expect(fewer?.contains("model.layers.1.") == true, "\(fewer ?? "")")
    let heads = try problem("llama.attention.head_count_kv", (4, [4]))
    #expect(heads?.contains("shape") == true, "\(heads ?? "")")
  }

  @Test("of rotary factors that are no LLaMA 3's are told")
  func factors() throws {
    let found = try problem("llama.rope.freq_base", (4, [0, 0, 0, 0x42]))
    #expect(found?.contains("rope_freqs.weight") == true, "\(found ?? "")")
  }
}
