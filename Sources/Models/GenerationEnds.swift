import Foundation
import Vocabulary

/// Ids after which a model's files say that a generated text ends.
enum GenerationEnds {
  /// `eos_token_id` of `generation_config.json` or, where it has none, of `config.json`: an id or a
  /// list of them, as in transformers.
  static func read(
    _ configuration: ConfigurationFields, beside directory: URL
  ) throws(InputProblem) -> Set<Int32> {
    let key = "eos_token_id"
    let file = directory.appending(path: "generation_config.json")
    var ids: [Int]?
    if FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) {
      ids = try ConfigurationFields(file).tokens(key)
    }
    if ids == nil { ids = try configuration.tokens(key) }
    return Set((ids ?? []).map { Int32(clamping: $0) })
  }
}
