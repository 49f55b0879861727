import Laboratory
import Models
import Tensors
import Testing
import Training
import Vocabulary

@Suite("Configurations of tiny models")
struct TinyConfigurationTests {
  private func family(_ recipe: Pretraining.Recipe) throws -> any ModelFamily {
    let json = try TinyConfiguration.json(recipe)
    return try FamilyCatalog.family(ConfigurationFields(json, place: "config.json"))
  }

  @Test("describe about a million parameters", arguments: TinyConfiguration.families)
  func size(name: String) throws {
    var recipe = Pretraining.Recipe()
    recipe.family = name
    let family = try family(recipe)
    #expect(type(of: family).modelType == name)
    #expect(family.hasHead)
    var isMasked = false
    if case .masked = family.reading { isMasked = true }
    #expect(try recipe.isCausal() == !isMasked)
    #expect((800_000...1_000_000).contains(family.layout.count))
    #expect(family.maxPositions == recipe.positions)
    #expect(family.vocabularySize == recipe.vocabulary)
  }

  @Test("are known for the families that can be pretrained")
  func unknown() {
    var recipe = Pretraining.Recipe()
    recipe.family = "gpt9"
    let problem = #expect(throws: InputProblem.self) { _ = try TinyConfiguration.json(recipe) }
    #expect(problem?.message.contains("llama") == true)
  }
}
