import Foundation
import Models
import Schemes
import Tensors
import Testing
import Vocabulary

/// Numbers that train, by the study's formulas and in its table (part 3.6).
@Suite("Trainable counts")
struct TrainableCountTests {
  /// A model of the study: what its configuration says, and the table's row.
  struct Entry: Sendable, CustomTestStringConvertible {
    var name: String
    var configuration: String
    /// Full fine-tuning, LoRA of rank 8, prefix of 5, prompt of 10.
    var counts: [Int]
    var testDescription: String { name }
  }

  private static func llama(
    _ name: String, type: String = "llama", _ width: Int, _ layers: Int, _ heads: Int,
    keyHeads: Int? = nil, _ inner: Int, _ counts: [Int]
  ) -> Entry {
    Entry(
      name: name,
      configuration: """
        {"model_type": "\(type)", "vocab_size": 32000, "hidden_size": \(width),
        "num_hidden_layers": \(layers), "num_attention_heads": \(heads),
        "num_key_value_heads": \(keyHeads ?? heads), "intermediate_size": \(inner),
        "architectures": ["\(type == "llama" ? "Llama" : "Mistral")ForCausalLM"]}
        """, counts: counts)
  }

  private static func opt(
    _ name: String, _ width: Int, _ layers: Int, _ heads: Int, _ counts: [Int]
  ) -> Entry {
    Entry(
      name: name,
      configuration: """
        {"model_type": "opt", "vocab_size": 50272, "hidden_size": \(width),
        "num_hidden_layers": \(layers), "num_attention_heads": \(heads),
        "ffn_dim": \(4 * width), "max_position_embeddings": 2048, "word_embed_proj_dim": \(width)}
        """, counts: counts)
  }

  static let table = [
    Entry(
      name: "RoBERTa-large",
      configuration: """
        {"model_type": "roberta", "vocab_size": 50265, "hidden_size": 1024,
        "num_hidden_layers": 24, "num_attention_heads": 16, "intermediate_size": 4096,
        "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5,
        "architectures": ["RobertaForMaskedLM"]}
        """, counts: [355_412_057, 786_432, 245_760, 10_240]),
    opt("OPT-1.3B", 2048, 24, 32, [1_315_758_080, 1_572_864, 491_520, 20_480]),
    opt("OPT-13B", 5120, 40, 40, [12_853_473_280, 6_553_600, 2_048_000, 51_200]),
    llama("LLaMA2-7B", 4096, 32, 32, 11008, [6_738_415_616, 4_194_304, 1_310_720, 40_960]),
    llama("LLaMA2-13B", 5120, 40, 40, 13824, [13_015_864_320, 6_553_600, 2_048_000, 51_200]),
    llama(
      "Mistral-7B", type: "mistral", 4096, 32, 32, keyHeads: 8, 14336,
      [7_241_732_096, 3_407_872, 327_680, 40_960]),
  ]

  @Test("are those of the study's table", arguments: table)
  func study(entry: Entry) throws {
    let fields = try ConfigurationFields(Data(entry.configuration.utf8), place: entry.name)
    let family = try FamilyCatalog.family(fields)
    for (scheme, expected) in zip(["ft", "lora", "prefix", "prompt"], entry.counts) {
      let tuned = try SchemeCatalog.make(Component(scheme)).attach(to: family)
      let counts = tuned.trainable.map { tuned.layout.slices[$0].count }
      #expect(counts.reduce(0, +) == expected, "\(scheme)")
      #expect(scheme == "ft" || tuned.trainable == Set(tuned.adapters.keys))
    }
  }

  @Test("follow from the layers' sizes", arguments: Subject.fixtures)
  func formulas(fixture: String) throws {
    let layout = try Subject.model(fixture).family.layout
    func slices(_ ends: String...) -> [Slice] {
      layout.slices.filter { slice in ends.contains { slice.name.hasSuffix(".\($0).weight") } }
    }
    // Queries, keys and values of one layer.
    let fused = slices("c_attn", "query_key_value")
    let queries = slices("q_proj", "query") + fused
    let keys = slices("k_proj", "key")
    let values = slices("v_proj", "value")
    let widths = (queries + values).reduce(0) { $0 + $1.rows + $1.columns }
    let fusedRows = fused.reduce(0) { $0 + $1.rows }
    let keyWidths = (keys + values).reduce(0) { $0 + $1.rows } / 2 + fusedRows / 3
    let embedding = layout.slices[0]
    func count(_ scheme: Component) throws -> Int {
      try Subject(scheme, on: fixture).trainableCount
    }
    #expect(try count(Component("lora", ["rank": .integer(4)])) == 4 * widths)
    #expect(try count(Component("prefix", ["tokens": .integer(3)])) == 2 * 3 * keyWidths)
    #expect(try count(Component("prompt")) == 10 * embedding.columns)
    let inner = slices("fc2", "down_proj", "output.dense", "mlp.c_proj", "dense_4h_to_h")
      .reduce(0) { $0 + $1.columns }
    let scaled = (keys + values + fused).reduce(0) { $0 + $1.rows }
    #expect(try count(Component("ia3")) == scaled + inner)
    #expect(try count(Component("zero-shot")) == 0)
    let head = try Subject(Component("head"), on: fixture).network
    let trained = head.trainable.map { head.layout.slices[$0] }
    #expect(trained.filter { $0.kind == .embedding }.map(\.count) == [embedding.count])
    #expect(trained.allSatisfy { $0.kind == .embedding || $0.kind == .bias })
    let isTied = layout.slices.allSatisfy {
      !["head.weight", "decoder.weight", "embed_out.weight"].contains(where: $0.name.hasSuffix)
    }
    #expect(head.notes.isEmpty != isTied && head.adapters.isEmpty != isTied)
  }
}
