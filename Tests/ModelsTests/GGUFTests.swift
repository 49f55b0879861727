import Foundation
import Models
import Tensors
import Testing
import Tokenizers
import Vocabulary

@Suite("GGUF files")
struct GGUFTests {
  static let models = ["gguf-llama", "gguf-mistral"]

  private struct Expected: Decodable {
    struct Row: Decodable {
      var text: String
      var ids: [Int32]
      var logprobs: [Float]
    }
    var texts: [Row]
  }

  private func expected(_ name: String) throws -> [Expected.Row] {
    let file = try ModelFixture.original(name).appending(path: "expected.json")
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file)).texts
  }

  /// What `gguf.quants` makes of blocks of random bytes, with scales of nought, infinite range and
  /// either sign.
  @Test("have the reference's values to the bit, in every kind")
  func kinds() throws {
    let directory = try ModelFixture.original("gguf-kinds")
    let file = try GGUFFile(directory.appending(path: "kinds.gguf"))
    let reference = try SafetensorsFile(directory.appending(path: "values.safetensors"))
    let checkpoint = try Checkpoint(file) { ($0, .model) }
    #expect(file.tensors.count == 11 && Set(file.tensors.keys) == Set(reference.tensors.keys))
    for (name, wanted) in reference.tensors {
      let tensor = try #require(file.tensors[name])
      let values = try reference.values(of: wanted).map(\.bitPattern)
      #expect(tensor.shape == wanted.shape)
      #expect(file.values(of: tensor).map(\.bitPattern) == values, "\(name)")
      let frozen = try checkpoint.frozen(tensor, as: .f32, in: Ledger())
      #expect(frozen.view.values.map(\.bitPattern) == values, "\(name)")
      #expect(frozen.isMapped == (name == "F32"))
    }
  }

  @Test("of models have transformers' ids and log-probabilities", arguments: models)
  func parity(name: String) throws {
    let fixture = try ModelFixture(name)
    let tokenizer = try #require(try fixture.model().tokenizer)
    for row in try expected(name) {
      #expect(tokenizer.encode(row.text) == row.ids, "\(row.text)")
      guard row.ids.count > 1 else { continue }
      let found = try fixture.nextTokens(row.ids)
      let worst = zip(found, row.logprobs).map { abs($0 - $1) }.max() ?? .infinity
      #expect(found.count == row.logprobs.count && worst < 2e-5, "\(row.text): \(worst)")
    }
  }

  @Test("say what a config.json says")
  func configuration() throws {
    let llama = try ModelFixture("gguf-llama").model()
    let fields = try #require(
      try JSONSerialization.jsonObject(with: llama.files.data("config.json")) as? [String: Any])
    #expect(fields["tie_word_embeddings"] as? Bool == true)
    #expect(fields["rms_norm_eps"] as? Double == 1e-5)
    #expect((fields["rope_scaling"] as? [String: Any])?["rope_type"] as? String == "llama3")
    #expect((fields["rope_scaling"] as? [String: Any])?["factor"] as? Double == 8)
    #expect(llama.ends == [2] && llama.tokenizer?.id(of: .end) == 2)
    let mistral = try ModelFixture("gguf-mistral").model()
    #expect(type(of: mistral.family).modelType == "mistral")
    #expect(mistral.tokenizer?.id(of: .beginning) == 1)
  }

  @Test("become directories that are the same model", arguments: models)
  func written(name: String) throws {
    let fixture = try ModelFixture(name)
    let copy = try ModelFixture(name)
    try FileManager.default.removeItem(at: copy.file("model.gguf"))
    let model = try fixture.model()
    try ModelWriter.write(
      try fixture.load(), model.family.layout.slices, like: model, isUntied: false,
      to: copy.directory)
    let other = try copy.model()
    #expect(other.family.layout == model.family.layout && other.ends == model.ends)
    #expect(try copy.load().digest == fixture.load().digest)
    for row in try expected(name) { #expect(other.tokenizer?.encode(row.text) == row.ids) }
  }

  @Test("are found by their path, or alone in a directory, and have digests of their own")
  func places() throws {
    let fixture = try ModelFixture("gguf-llama")
    let (file, copy) = (fixture.file("model.gguf"), fixture.file("copy.gguf"))
    let model = try PretrainedModel(file.path)
    #expect(try fixture.model().digest == model.digest)
    #expect(model.directory.lastPathComponent == "model.gguf")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 40] ^= 1
    try bytes.write(to: copy)
    #expect(try PretrainedModel(copy.path).digest != model.digest)
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.model() }
    #expect(problem?.message.contains("copy.gguf, model.gguf") == true)
    #expect(throws: InputProblem.self) { _ = try PretrainedModel(file.path + "x.gguf") }
  }
}
