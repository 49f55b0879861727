import Foundation
import Vocabulary

/// Ids after which a model's files say that a generated text ends.
enum GenerationEnds {
  /// `eos_token_id` of `generation_config.json` or, where it has none, of `config.json`: an id or a
  /// list of them, as in transformers.
  static func read(
    _ configuration: ConfigurationFields, in files: ModelFiles
  ) throws(InputProblem) -> Set<Int32> {
    let key = "eos_token_id"
    var ids = try files.fields("generation_config.json")?.tokens(key)
    if ids == nil { ids = try configuration.tokens(key) }
    return Set((ids ?? []).map { Int32(clamping: $0) })
  }
}
