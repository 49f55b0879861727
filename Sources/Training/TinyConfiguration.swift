import Experiments
import Foundation

/// `config.json` of a tiny model, as transformers writes it.
enum TinyConfiguration {
  /// - Throws: `InputProblem` for a family that cannot be pretrained here.
  static func json(_ recipe: Pretraining.Recipe) throws(InputProblem) -> Data {
    guard recipe.family == "opt" else {
      throw InputProblem(at: "--family", "'\(recipe.family)' cannot be pretrained (opt)")
    }
    let fields: [String: SettingValue] = [
      "model_type": .text("opt"),
      "architectures": .list([.text("OPTForCausalLM")]),
      "activation_function": .text("relu"),
      "vocab_size": .integer(recipe.vocabulary),
      "hidden_size": .integer(recipe.width),
      "word_embed_proj_dim": .integer(recipe.width),
      "num_hidden_layers": .integer(recipe.layers),
      "num_attention_heads": .integer(recipe.heads),
      "ffn_dim": .integer(recipe.inner),
      "max_position_embeddings": .integer(recipe.positions),
      "do_layer_norm_before": .boolean(true),
      "tie_word_embeddings": .boolean(true),
      "dropout": .number(0), "attention_dropout": .number(0),
      "bos_token_id": .integer(2), "eos_token_id": .integer(2), "pad_token_id": .integer(1),
      "torch_dtype": .text("bfloat16"),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    guard let data = try? encoder.encode(fields) else {
      throw InputProblem(at: "config.json", "cannot be written")
    }
    return data
  }
}
