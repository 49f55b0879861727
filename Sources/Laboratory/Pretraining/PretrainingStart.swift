import Foundation
import Graphs
import Models
import Tasks
import Tensors
import Tokenizers
import Training
import Vocabulary

/// Where pretraining begins: a model with its vocabulary, new or trained before.
struct PretrainingStart {
  let recipe: Pretraining.Recipe
  let configuration: Data
  let tokenizerFile: Data
  let tokenizer: Tokenizer
  let family: any ModelFamily
  private let base: PretrainedModel?

  init(_ recipe: Pretraining.Recipe) throws {
    self.recipe = recipe
    if recipe.base.isEmpty {
      base = nil
      tokenizerFile = try TinyTokenizer.json(recipe)
      configuration = try TinyConfiguration.json(recipe)
    } else {
      let base = try PretrainedModel(recipe.base)
      self.base = base
      tokenizerFile = try base.files.data("tokenizer.json")
      configuration = try base.files.data("config.json")
    }
    tokenizer = try Tokenizer(json: tokenizerFile, file: "tokenizer.json")
    family = try FamilyCatalog.family(ConfigurationFields(configuration, place: "config.json"))
    guard recipe.positions <= family.maxPositions else {
      throw InputProblem(
        at: "--length",
        "\(recipe.positions) is more than the model's \(family.maxPositions) positions")
    }
  }

  /// Weights in f32: those of the base, or random ones.
  func weights(_ ledger: Ledger) throws -> ParameterStore {
    let weights = try ParameterStore(family.layout, in: .weights, of: ledger)
    if let base {
      try base.load(into: weights)
    } else {
      weights.initialize(RandomKey(seed: recipe.seed), deviation: 0.02)
    }
    return weights
  }

  /// Sequences of tokens, with what is to be predicted.
  func batch(of ids: [[Int32]], step: Int) -> Batch {
    guard case .masked(let token) = family.reading, let mask = tokenizer.id(token) else {
      return Batch.documents(ids)
    }
    let masking = MaskedDocuments(
      mask: mask, firstWord: TinyTokenizer.firstWord,
      vocabulary: Int32(family.vocabularySize), percent: recipe.masking)
    return masking.batch(ids, seed: UInt64(recipe.seed) &+ UInt64(step))
  }
}
