import Foundation
import Models
import Tensors
import Testing
import Tokenizers
import Vocabulary

@Suite("Pretrained models")
struct PretrainedModelTests {
  @Test(
    "have weights of every shape that the configuration asks for",
    arguments: ["opt", "opt-postnorm"])
  func loads(name: String) throws {
    let store = try ModelFixture(name).load()
    for slice in store.layout.slices {
      let values = store.view(slice).floats?.array ?? []
      #expect(values.contains { $0 != 0 }, "\(slice.name)")
      #expect(values.allSatisfy { $0.isFinite }, "\(slice.name)")
    }
  }

  @Test("that lack a tensor are refused by its name")
  func missingTensor() throws {
    let fixture = try ModelFixture()
    let gone = "model.decoder.layers.1.fc2.bias"
    try fixture.writeWeights(fixture.model().family.layout) { $0.name == gone ? nil : $0.name }
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.load() }
    #expect(problem?.description.contains(gone) == true)
  }

  @Test("with tensors of another shape are refused by name and shapes")
  func wrongShape() throws {
    let fixture = try ModelFixture()
    try fixture.configure("ffn_dim", .integer(64))
    let problem = #expect(throws: InputProblem.self) { _ = try fixture.load() }
    #expect(problem?.place.contains("fc1") == true)
    #expect(problem?.message.contains("[32, 16]") == true)
    #expect(problem?.message.contains("[64, 16]") == true)
  }

  @Test("may be saved from the base class, without `model.` in front")
  func aliases() throws {
    let fixture = try ModelFixture("opt-postnorm")
    try fixture.writeWeights(fixture.model().family.layout) {
      String($0.name.dropFirst("model.".count))
    }
    let store = try fixture.load()
    #expect(store.all.floats?.array.allSatisfy { $0 == 0 } == true)
  }

  @Test("may have a vocabulary for some of their tokenizer's ids, and know which they lack")
  func smallVocabulary() throws {
    let fixture = try ModelFixture()
    try fixture.configure("vocab_size", .integer(64))
    let tokenizer = try #require(fixture.model().tokenizer)
    #expect(tokenizer.surplus?.count == tokenizer.vocabularySize - 64)
    #expect(tokenizer.problem(of: [0, 63]) == nil)
    #expect(tokenizer.problem(of: [3, 64])?.contains("(64)") == true)
  }

  @Test("may be forecast without weights or tokenizer, but not loaded")
  func incomplete() throws {
    let fixture = try ModelFixture()
    for name in ["tokenizer.json", "model.safetensors"] {
      try FileManager.default.removeItem(at: fixture.file(name))
      let problem = #expect(throws: InputProblem.self) { _ = try fixture.model() }
      #expect(problem?.kind == .missing)
    }
    let model = try PretrainedModel(fixture.directory.path, complete: false)
    #expect(model.tokenizer == nil && model.checkpoint == nil)
    let store = try ParameterStore(model.family.layout, in: .weights, of: Ledger())
    let problem = #expect(throws: InputProblem.self) { try model.load(into: store) }
    #expect(problem?.kind == .missing)
  }

  @Test("have a digest of configuration, weights and tokenizer")
  func digest() throws {
    let (original, changed) = (try ModelFixture(), try ModelFixture())
    let digest = try original.model().digest
    #expect(try changed.model().digest == digest)
    try changed.writeWeights(original.model().family.layout) { $0.name }
    #expect(try changed.model().digest != digest)
  }

  @Test("are written as they are read", arguments: ["opt", "opt-postnorm"])
  func roundTrip(name: String) throws {
    let (source, target) = (try ModelFixture(name), try ModelFixture(name))
    let store = try source.load()
    try ModelWriter.write(
      store, configuration: Data(contentsOf: source.file("config.json")),
      tokenizer: Data(contentsOf: source.file("tokenizer.json")), format: .f32,
      to: target.directory)
    let again = try target.load()
    #expect(again.all.floats?.array == store.all.floats?.array)
  }

  @Test("that ship with the program can be loaded")
  func embedded() throws {
    #expect(PretrainedModel.embedded.contains("tiny-opt"))
    for name in PretrainedModel.embedded {
      let model = try PretrainedModel(name)
      let store = try ParameterStore(model.family.layout, in: .weights, of: Ledger())
      try model.load(into: store)
      #expect(model.tokenizer != nil)
    }
  }

  @Test("that do not exist are reported with those that do")
  func unknown() {
    let problem = #expect(throws: InputProblem.self) { _ = try PretrainedModel("tiny-otp") }
    #expect(problem?.kind == .missing)
    #expect(problem?.message.contains("tiny-opt") == true)
  }
}
