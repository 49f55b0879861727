import Experiments
import Foundation

/// The files of an adapter as PEFT has them.
enum AdapterFiles {
  static let configuration = "adapter_config.json"
  static let weights = "adapter_model.safetensors"
  static let readme = "README.md"
  /// What stands before the names of a model's modules.
  static let prefix = "base_model.model."
  /// A tuned prompt, and what is made of a prefix.
  static let prompt = "prompt_embeddings"

  static func json(_ fields: [String: SettingValue]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(fields)
  }
}

/// Schemes that PEFT knows, by its names for them.
enum AdapterKind: String {
  case lora = "LORA"
  case prefix = "PREFIX_TUNING"
  case prompt = "PROMPT_TUNING"

  /// - Throws: `InputProblem` for schemes that PEFT has no such files for.
  init(scheme: String) throws(InputProblem) {
    switch scheme {
    case "lora": self = .lora
    case "prefix": self = .prefix
    case "prompt": self = .prompt
    default:
      throw InputProblem(
        at: "scheme \(scheme)", "has no adapter to export (lora, prefix, prompt have)")
    }
  }
}
