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
