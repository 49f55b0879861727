import Foundation
import Tasks
import Tokenizers
import Training
import Vocabulary

/// The vocabulary of a tiny model, trained on the small world's text.
enum TinyTokenizer {
  /// - Throws: `InputProblem` for a family whose kind of vocabulary cannot be trained here.
  static func json(_ recipe: Pretraining.Recipe) throws -> Data {
    // LLaMA's reads the conversations, too: Vicuna goes on from it with the same vocabulary.
    let source = recipe.family == "llama" ? PretrainingText.conversations : recipe.text
    let text = source.documents(seed: UInt64(recipe.seed)).prefix(recipe.vocabularyDocuments)
    return try trainer(recipe).train(on: text)
  }

  /// Ids from here on are no special tokens of a masked model's vocabulary.
  static let firstWord: Int32 = 5

  private static func trainer(_ recipe: Pretraining.Recipe) throws -> BytePairTrainer {
    switch recipe.family {
    case "opt": BytePairTrainer(vocabularySize: recipe.vocabulary)
    case "roberta": .roberta(vocabularySize: recipe.vocabulary)
    case "llama", "mistral": .llama(vocabularySize: recipe.vocabulary)
    default:
      throw InputProblem(
        at: "--family",
        "no vocabulary can be trained for '\(recipe.family)' "
          + "(opt, roberta, llama, mistral)")
    }
  }
}

/// What a tiny model reads.
package enum PretrainingText: String, SettingChoice {
  /// Paragraphs of the small world.
  case running
  /// Questions and answers about it in Vicuna's format.
  case conversations

  /// Endless documents; the same for the same seed on every machine.
  func documents(seed: UInt64) -> AnyIterator<String> {
    switch self {
    case .running: AnyIterator(World.runningText(seed: seed))
    case .conversations: AnyIterator(World.conversations(seed: seed))
    }
  }
}
