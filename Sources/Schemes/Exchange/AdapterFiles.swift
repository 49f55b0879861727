import Foundation
import Models
import Tensors
import Vocabulary

/// The files of an adapter as PEFT has them.
enum AdapterFiles {
  static let configuration = "adapter_config.json"
  static let weights = "adapter_model.safetensors"
  /// What stands before the names of a model's modules.
  static let prefix = "base_model.model."
  /// A tuned prompt, and what is made of a prefix.
  static let prompt = "prompt_embeddings"

  /// Opens the tensors of an adapter.
  ///
  /// - Throws: `.missing` without them, `.invalid` when they are pickled.
  static func weights(in directory: URL) throws(InputProblem) -> SafetensorsFile {
    let pickled = directory.appending(path: "adapter_model.bin").path(percentEncoded: false)
    let file = directory.appending(path: weights)
    let files = FileManager.default
    if !files.fileExists(atPath: file.path(percentEncoded: false)),
      files.fileExists(atPath: pickled)
    {
      throw InputProblem(
        at: pickled,
        "is in PyTorch's pickle format; write \(weights) with "
          + "save_pretrained(safe_serialization=True)")
    }
    return try SafetensorsFile(file)
  }

  static func json(_ fields: [String: SettingValue]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(fields)
  }
}

/// Kinds of adapters that PEFT knows, by its names for them.
package enum AdapterKind: String, Sendable {
  case lora = "LORA"
  case prefix = "PREFIX_TUNING"
  case prompt = "PROMPT_TUNING"
}

/// A scheme whose parameters can be written as PEFT's files.
package protocol AdapterScheme: TuningScheme {
  var adapterKind: AdapterKind { get }
  /// - Throws: `InputProblem` for settings that PEFT cannot express.
  func checkExport() throws(InputProblem)
}

extension AdapterScheme {
  package func checkExport() throws(InputProblem) {}
}

/// What an `adapter_config.json` of PEFT says, as a scheme.
///
/// PEFT's configurations grow with every version, and most keys change what an adapter computes. So
/// a key is read here, or known to have no effect on a trained adapter, or refused by its name as
/// soon as it says anything.
struct AdapterConfiguration {
  let kind: AdapterKind
  let scheme: Component
  /// The base as the configuration names it.
  let base: String?
  /// What it says of the base's sizes and use.
  let fit: AdapterFit

  /// - Throws: `InputProblem` naming file and key for what is missing or cannot be done.
  init(directory: URL) throws(InputProblem) {
    let fields = try ConfigurationFields(
      directory.appending(path: AdapterFiles.configuration), of: "a PEFT adapter's directory")
    let type = try fields.text("peft_type")
    guard let kind = AdapterKind(rawValue: type) else {
      throw InputProblem(
        at: fields.place,
        "'peft_type' \(type) is not supported (LORA, PREFIX_TUNING, PROMPT_TUNING)")
    }
    self.kind = kind
    base = try fields.text("base_model_name_or_path", default: "")
    try Self.check(fields, kind)
    fit = try AdapterFit(fields, kind)
    scheme = try kind == .lora ? Self.lora(fields) : Self.virtual(kind, fields)
    do {
      _ = try SchemeCatalog.make(scheme)
    } catch {
      throw InputProblem(at: fields.place, error.description)
    }
  }

  /// Refuses every key that says something and is neither read nor inert.
  private static func check(
    _ fields: ConfigurationFields, _ kind: AdapterKind
  ) throws(InputProblem) {
    let known = common.union(kind.keys)
    guard let key = fields.stated.first(where: { !known.contains($0) }) else { return }
    throw InputProblem(
      at: fields.place,
      "'\(key)' is not supported and may change what the adapter computes; "
        + "merge the adapter with PEFT, or remove the key if it has no effect")
  }

  /// Keys of every kind that are read, or say only where an adapter comes from.
  private static let common: Set<String> = [
    "peft_type", "base_model_name_or_path", "auto_mapping", "inference_mode", "peft_version",
    "revision", "task_type",
  ]

  private static func lora(_ fields: ConfigurationFields) throws(InputProblem) -> Component {
    guard try fields.text("bias", default: "none") == "none" else {
      throw InputProblem(at: fields.place, "'bias' other than none is not supported")
    }
    guard (0...1).contains(try fields.number("lora_dropout", default: 0)) else {
      throw InputProblem(at: fields.place, "'lora_dropout' must be from 0 to 1")
    }
    // Others take a part of the base's weights into the adapter, and say so nowhere else.
    guard fields.isUnset("init_lora_weights", or: "gaussian") else {
      throw InputProblem(
        at: fields.place,
        "'init_lora_weights' \(try fields.text("init_lora_weights")) may have changed the base; "
          + "convert the adapter with PEFT's path_initial_model_for_weight_conversion")
    }
    if (try? fields.text("target_modules")) != nil {
      throw InputProblem(
        at: fields.place,
        "'target_modules' as a regular expression is not supported; list the modules")
    }
    guard let targets = try fields.texts("target_modules"), !targets.isEmpty else {
      throw InputProblem(at: fields.place, "'target_modules' must be a list of names")
    }
    let rank = try fields.size("r")
    var alpha = try fields.number("lora_alpha")
    // Divided by the root of the rank instead of the rank (Kalajdzievski 2023, arXiv:2312.03732).
    if try fields.flag("use_rslora", default: false) { alpha *= Double(rank).squareRoot() }
    return Component(
      "lora",
      [
        "rank": .integer(rank), "alpha": .number(alpha),
        "targets": .list(Set(targets).sorted().map { .text($0) }),
      ])
  }

  /// Virtual tokens.
  ///
  /// What PEFT saves of a prefix are its keys and values, also if it was projected.
  private static func virtual(
    _ kind: AdapterKind, _ fields: ConfigurationFields
  ) throws(InputProblem) -> Component {
    guard try fields.size("num_transformer_submodules", default: 1) == 1 else {
      throw InputProblem(
        at: fields.place, "'num_transformer_submodules' other than 1 is not supported")
    }
    return Component(
      kind == .prefix ? "prefix" : "prompt",
      ["tokens": .integer(try fields.size("num_virtual_tokens")), "init": .text("normal")])
  }
}

extension AdapterKind {
  /// Keys that are read, or without effect on a trained adapter: how it began, dropout, sizes that
  /// tensors have as well, and settings of what is off.
  fileprivate var keys: Set<String> {
    let virtual: Set<String> = [
      "num_virtual_tokens", "num_transformer_submodules", "token_dim", "num_layers",
      "num_attention_heads",
    ]
    return switch self {
    case .lora:
      [
        "r", "lora_alpha", "target_modules", "bias", "use_rslora", "init_lora_weights",
        // PEFT decides by the layer itself whether its matrix is stored as in × out.
        "fan_in_fan_out",
        "lora_dropout", "megatron_core", "qalora_group_size", "runtime_config",
      ]
    case .prefix: virtual.union(["encoder_hidden_size", "prefix_projection", "init_weights"])
    case .prompt:
      virtual.union([
        "prompt_tuning_init", "prompt_tuning_init_text", "tokenizer_name_or_path",
        "tokenizer_kwargs",
      ])
    }
  }
}
