import Schemes
import Tensors
import Testing
import Vocabulary

/// What each scheme of the catalog trains, counted by hand.
@Suite struct SchemeCatalogTests {
  /// Two embeddings, three blocks and a final norm; named as a decoder or as an encoder.
  private static func layout(stack: String = "model.layers", biases: Bool = true) -> Layout {
    var layout = Layout()
    layout.add("model.embed_tokens.weight", .embedding, rows: 11, columns: 4)
    layout.add("model.embed_layer_norm.weight", .scale, columns: 4)
    if biases { layout.add("model.embed_layer_norm.bias", .bias, columns: 4) }
    for number in 0..<3 {
      layout.add("\(stack).\(number).fc.weight", .matrix, rows: 5, columns: 4)
      if biases { layout.add("\(stack).\(number).fc.bias", .bias, columns: 5) }
      layout.add("\(stack).\(number).norm.weight", .scale, columns: 4)
    }
    layout.add("model.norm.weight", .scale, columns: 4)
    if biases { layout.add("model.norm.bias", .bias, columns: 4) }
    layout.add("lm_head.weight", .embedding, rows: 11, columns: 4)
    if biases { layout.add("lm_head.bias", .bias, columns: 11) }
    return layout
  }

  private static func count(
    _ scheme: Component, _ layout: Layout
  ) throws -> Int {
    let selection = try #require(try SchemeCatalog.make(scheme) as? any SelectionScheme)
    let trained = try selection.trainable(in: layout)
    return layout.slices.filter { trained.contains($0.index) }.reduce(0) { $0 + $1.count }
  }

  @Test(arguments: ["lora", "tensor-train", "ia3"]) func layersAreNamedOnce(scheme: String) throws {
    func made(_ names: [String], _ others: [String: SettingValue] = [:]) throws {
      let targets = SettingValue.list(names.map { .text($0) })
      let settings = others.merging(["targets": targets]) { $1 }
      _ = try SchemeCatalog.make(Component(scheme, settings))
    }
    try made(["q_proj"])
    #expect(throws: SettingsProblem.self) { try made(["q_proj", "q_proj"]) }
    let none = scheme == "ia3" ? ["feedForward": SettingValue.list([])] : [:]
    #expect(throws: SettingsProblem.self) { try made([], none) }
  }

  @Test func fullFineTuningTrainsAll() throws {
    let layout = Self.layout()
    #expect(try Self.count(Component("ft"), layout) == layout.count)
  }

  @Test func bitFitTrainsTheBiases() throws {
    #expect(try Self.count(Component("bitfit"), Self.layout()) == 4 + 3 * 5 + 4 + 11)
  }

  @Test func bitFitRefusesAModelWithoutBiases() throws {
    let problem = #expect(throws: InputProblem.self) {
      try Self.count(Component("bitfit"), Self.layout(biases: false))
    }
    #expect(problem?.place == "scheme bitfit")
    #expect(problem?.message.contains("no biases") == true)
  }

  @Test(arguments: [1, 2, 3], ["model.layers", "h", "encoder.layer", "decoder.block"])
  func lastLayersTrainsBlocksFromTheEnd(_ layers: Int, _ stack: String) throws {
    let scheme = Component("last-layers", ["layers": .integer(layers)])
    let block = 5 * 4 + 5 + 4
    #expect(try Self.count(scheme, Self.layout(stack: stack)) == layers * block + 2 * 4)
    #expect(
      try Self.count(scheme, Self.layout(stack: stack, biases: false)) == layers * (block - 5) + 4)
  }

  @Test func lastLayersKnowsHowManyThereAre() throws {
    let four = Component("last-layers", ["layers": .integer(4)])
    let problem = #expect(throws: InputProblem.self) { try Self.count(four, Self.layout()) }
    #expect(problem?.message.contains("the model has 3 blocks") == true)
    let none = Component("last-layers", ["layers": .integer(0)])
    #expect(throws: SettingsProblem.self) { try SchemeCatalog.make(none) }
    var flat = Layout()
    flat.add("weight", .matrix, columns: 1)
    #expect(throws: InputProblem.self) { try Self.count(Component("last-layers"), flat) }
  }

  @Test func schemesDescribeThemselves() {
    for family in SchemeCatalog.all {
      #expect(family.name.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil)
      #expect(!family.summary.isEmpty)
    }
    #expect(Set(SchemeCatalog.descriptions.map(\.name)).count == SchemeCatalog.all.count)
  }
}
