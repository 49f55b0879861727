import Foundation
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
