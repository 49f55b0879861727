import Foundation
import Tokenizers

/// The vocabulary of a tiny model, trained on the text that the model learns from.
enum TinyTokenizer {
  static func json(_ recipe: Pretraining.Recipe) throws -> Data {
    let text = recipe.text.documents(seed: UInt64(recipe.seed)).prefix(recipe.vocabularyDocuments)
    return try trainer(recipe).train(on: text)
  }

  /// The special tokens of a family, by id from 0.
  static func specials(_ recipe: Pretraining.Recipe) -> [String] {
    let bytes = ["<s>", "<pad>", "</s>", "<unk>"]
    return recipe.family == "roberta" ? bytes + ["<mask>"] : bytes
  }

  private static func trainer(_ recipe: Pretraining.Recipe) -> BytePairTrainer {
    BytePairTrainer(
      vocabularySize: recipe.vocabulary, specialTokens: specials(recipe),
      template: recipe.family == "roberta"
        ? [.special("<s>"), .text, .special("</s>")] : [.special("</s>"), .text],
      alphabet: .allBytes)
  }
}
