import Foundation
import Tasks
import Tokenizers
import Training
import Vocabulary

/// `config.json` of a tiny model, as transformers writes it.
package enum TinyConfiguration {
  /// - Throws: `InputProblem` for a family that cannot be pretrained here.
  package static func json(_ recipe: Pretraining.Recipe) throws(InputProblem) -> Data {
    guard let own = own[recipe.family] else {
      let known = families.joined(separator: ", ")
      throw InputProblem(at: "--family", "'\(recipe.family)' cannot be pretrained (\(known))")
    }
    let fields = common(recipe).merging(own(recipe)) { $1 }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    guard let data = try? encoder.encode(fields) else {
      throw InputProblem(at: "config.json", "cannot be written")
    }
    return data
  }

  /// The families of which tiny models can be pretrained, sorted.
  package static var families: [String] { own.keys.sorted() }

  /// Those that predict the next token.
  package static var causalFamilies: [String] {
    families.filter { !["bert", "roberta"].contains($0) }
  }

  private typealias Fields = [String: SettingValue]

  /// What a family's configuration says besides what all of them say.
  private static let own: [String: @Sendable (Pretraining.Recipe) -> Fields] = [
    "opt": opt, "roberta": roberta, "bert": bert, "llama": llama, "mistral": mistral,
  ]

  private static func common(_ recipe: Pretraining.Recipe) -> Fields {
    [
      "model_type": .text(recipe.family),
      "vocab_size": .integer(recipe.vocabulary),
      "hidden_size": .integer(recipe.width),
      "num_hidden_layers": .integer(recipe.layers),
      "num_attention_heads": .integer(recipe.heads),
      "torch_dtype": .text("bfloat16"),
    ]
  }

  @Sendable private static func opt(_ recipe: Pretraining.Recipe) -> Fields {
    [
      "architectures": .list([.text("OPTForCausalLM")]),
      "activation_function": .text("relu"),
      "word_embed_proj_dim": .integer(recipe.width),
      "ffn_dim": .integer(recipe.inner),
      "max_position_embeddings": .integer(recipe.positions),
      "do_layer_norm_before": .boolean(true),
      "tie_word_embeddings": .boolean(true),
      "dropout": .number(0), "attention_dropout": .number(0),
      "bos_token_id": .integer(2), "eos_token_id": .integer(2), "pad_token_id": .integer(1),
    ]
  }

  /// Special tokens `<s>` 0, `<pad>` 1, `</s>` 2, `<unk>` 3, `<mask>` 4; two rows of the position
  /// table belong to padding.
  @Sendable private static func roberta(_ recipe: Pretraining.Recipe) -> Fields {
    encoder(recipe).merging([
      "architectures": .list([.text("RobertaForMaskedLM")]),
      "max_position_embeddings": .integer(recipe.positions + 2),
      "type_vocab_size": .integer(1),
      "layer_norm_eps": .number(1e-5),
      "bos_token_id": .integer(0), "eos_token_id": .integer(2), "pad_token_id": .integer(1),
    ]) { $1 }
  }

  @Sendable private static func bert(_ recipe: Pretraining.Recipe) -> Fields {
    encoder(recipe).merging([
      "architectures": .list([.text("BertForMaskedLM")]),
      "max_position_embeddings": .integer(recipe.positions),
      "type_vocab_size": .integer(2),
      "layer_norm_eps": .number(1e-12),
      "pad_token_id": .integer(0),
    ]) { $1 }
  }

  private static func encoder(_ recipe: Pretraining.Recipe) -> Fields {
    [
      "hidden_act": .text("gelu"),
      "intermediate_size": .integer(recipe.inner),
      "position_embedding_type": .text("absolute"),
      "hidden_dropout_prob": .number(0), "attention_probs_dropout_prob": .number(0),
      "tie_word_embeddings": .boolean(true),
    ]
  }

  @Sendable private static func llama(_ recipe: Pretraining.Recipe) -> Fields {
    decoder(recipe, keyHeads: recipe.heads).merging([
      "architectures": .list([.text("LlamaForCausalLM")]),
      "attention_bias": .boolean(false), "mlp_bias": .boolean(false),
      "pretraining_tp": .integer(1),
    ]) { $1 }
  }

  /// Two key heads, so that groups of queries share keys, and a window shorter than most texts.
  @Sendable private static func mistral(_ recipe: Pretraining.Recipe) -> Fields {
    let keyHeads = recipe.heads % 2 == 0 ? 2 : 1
    return decoder(recipe, keyHeads: keyHeads).merging([
      "architectures": .list([.text("MistralForCausalLM")]),
      "sliding_window": .integer(24),
    ]) { $1 }
  }

  /// Special tokens `<unk>` 0, `<s>` 1, `</s>` 2.
  private static func decoder(_ recipe: Pretraining.Recipe, keyHeads: Int) -> Fields {
    [
      "hidden_act": .text("silu"),
      // A gated layer has three matrices where the others have two.
      "intermediate_size": .integer(max(8, recipe.inner * 2 / 3 / 8 * 8)),
      "max_position_embeddings": .integer(recipe.positions),
      "num_key_value_heads": .integer(keyHeads),
      "head_dim": .integer(max(1, recipe.width / max(1, recipe.heads))),
      "rms_norm_eps": .number(1e-5),
      "rope_theta": .number(10_000),
      "tie_word_embeddings": .boolean(true),
      "attention_dropout": .number(0),
      "bos_token_id": .integer(1), "eos_token_id": .integer(2),
    ]
  }
}

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
