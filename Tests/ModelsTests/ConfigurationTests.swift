import Foundation
import Models
import Testing
import Vocabulary

@Suite("Model configurations")
struct ConfigurationTests {
  static let sizes = [
    "vocab_size", "max_position_embeddings", "hidden_size", "num_hidden_layers",
    "num_attention_heads", "ffn_dim",
  ]

  private func problem(_ field: String, _ value: SettingValue?) throws -> InputProblem {
    let fixture = try ModelFixture()
    try fixture.configure(field, value)
    do {
      _ = try fixture.model()
    } catch {
      return error
    }
    throw InputProblem(at: field, "was accepted as \(String(describing: value))")
  }

  @Test("lack no size", arguments: sizes)
  func absentSize(field: String) throws {
    let problem = try problem(field, nil)
    #expect(problem.place.hasSuffix("config.json"))
    #expect(problem.message.contains("'\(field)'"))
  }

  @Test("have sizes that make sense", arguments: sizes + ["word_embed_proj_dim"])
  func unusable(field: String) throws {
    let bad: [SettingValue] = [
      .integer(0), .integer(-4), .integer(1 << 40), .integer(.max), .integer(.min), .number(1e300),
      .number(2.5), .text("16"), .boolean(true), .list([.integer(16)]),
    ]
    for value in bad {
      #expect(try problem(field, value).message.contains("'\(field)'"), "\(value)")
    }
  }

  @Test("divide the width among the heads")
  func heads() throws {
    #expect(try problem("num_attention_heads", .integer(3)).message.contains("3 heads"))
  }

  @Test("describe no more parameters than can be counted")
  func hugeModel() throws {
    let fixture = try ModelFixture()
    for field in ["hidden_size", "ffn_dim"] { try fixture.configure(field, .integer(1 << 24)) }
    try fixture.configure("num_hidden_layers", .integer(1024))
    let problem = #expect(throws: InputProblem.self) {
      _ = try PretrainedModel(fixture.directory.path, complete: false)
    }
    #expect(problem?.message.contains("parameters") == true)
  }

  @Test("name a form that is known")
  func unknownForms() throws {
    #expect(try problem("model_type", .text("gpt9")).message.contains("gpt9"))
    #expect(try problem("model_type", nil).message.contains("model_type"))
    #expect(try problem("activation_function", .text("sin")).message.contains("sin"))
    #expect(try problem("do_layer_norm_before", .text("yes")).message.contains("true or false"))
    #expect(try problem("layer_norm_elementwise_affine", .boolean(false)).kind == .invalid)
    #expect(try problem("num_hidden_layers", .integer(5000)).message.contains("1024"))
  }

  @Test("are JSON objects", arguments: ["", "[]", "{", "null", "\"opt\"", "{\"a\": }"])
  func notAnObject(text: String) throws {
    let fixture = try ModelFixture()
    try Data(text.utf8).write(to: fixture.file("config.json"))
    #expect(throws: InputProblem.self) { _ = try fixture.model() }
  }

  @Test("are there")
  func absent() throws {
    let fixture = try ModelFixture()
    try FileManager.default.removeItem(at: fixture.file("config.json"))
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.model() }
    #expect(problem?.kind == .missing)
  }

  /// Reading would wait for a writer that never comes.
  @Test("is refused where it is a pipe", arguments: ["config.json", "tokenizer.json"])
  func pipes(name: String) throws {
    let fixture = try ModelFixture()
    try FileManager.default.removeItem(at: fixture.file(name))
    try #require(mkfifo(fixture.file(name).path, 0o600) == 0)
    let problem = #expect(throws: InputProblem.self) { try fixture.model() }
    #expect(problem?.message.contains("a pipe") == true)
    #expect(problem?.place.contains(name) == true)
  }
}
