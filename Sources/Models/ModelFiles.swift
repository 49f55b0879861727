import Foundation
import Notation
import Tokenizers
import Vocabulary

/// What says what a model is, beside its weights: the files of a directory in Hugging Face layout,
/// or what stands for them where a model is one file.
package struct ModelFiles: Sendable {
  /// The directory, or the one file.
  package let location: URL
  private let made: [String: Data]?

  package init(directory: URL) {
    location = directory
    made = nil
  }

  /// Files under the names that they have in a directory, made of one file.
  init(made files: [String: Data], of file: URL) {
    location = file
    made = files
  }

  /// The names of all files.
  package func names() throws -> [String] {
    try made?.keys.sorted() ?? FileManager.default.contentsOfDirectory(atPath: location.path)
  }

  private func has(_ name: String) -> Bool {
    made.map { $0[name] != nil }
      ?? FileManager.default.fileExists(atPath: location.appending(path: name).path)
  }

  /// The bytes of a file.
  ///
  /// - Throws: why it cannot be read, or `.missing` where a GGUF file has nothing in its place.
  package func data(_ name: String) throws(InputProblem) -> Data {
    guard let made else {
      let file = location.appending(path: name)
      do throws(FileProblem) {
        return try RegularFile.contents(of: file)
      } catch {
        throw InputProblem(.missing, at: file.path, error.description)
      }
    }
    guard let data = made[name] else {
      throw InputProblem(.missing, at: location.path, "has nothing that could be a \(name)")
    }
    return data
  }

  /// The fields of `config.json`.
  func configuration() throws(InputProblem) -> ConfigurationFields {
    guard made == nil else { return try madeFields("config.json") }
    return try ConfigurationFields(location.appending(path: "config.json"))
  }

  private func madeFields(_ name: String) throws(InputProblem) -> ConfigurationFields {
    try ConfigurationFields(made?[name] ?? Data(), place: location.path)
  }

  /// The fields of another file; nil if there is none.
  func fields(_ name: String) throws(InputProblem) -> ConfigurationFields? {
    guard has(name) else { return nil }
    guard made == nil else { return try madeFields(name) }
    return try ConfigurationFields(location.appending(path: name))
  }

  /// The tokenizer; nil if there is none.
  ///
  /// - Throws: what is wrong with its files; that there are none only if one is required.
  func tokenizer(required: Bool) throws(InputProblem) -> Tokenizer? {
    let present = Tokenizer.vocabularyFiles.contains { has($0) }
    guard present || required else { return nil }
    do throws(TokenizerProblem) {
      guard let made else { return try Tokenizer(directory: location) }
      return try Tokenizer(made: made, of: location)
    } catch {
      throw InputProblem(
        present ? .invalid : .missing, at: "\(error.file): \(error.place)", error.message)
    }
  }
}

/// Ids after which a model's files say that a generated text ends.
enum GenerationEnds {
  /// `eos_token_id` of `generation_config.json` or, where it has none, of `config.json`: an id or a
  /// list of them, as in transformers.
  ///
  /// - Parameter size: of the vocabulary.
  /// - Throws: an `InputProblem` when either file has an id beyond it.
  static func read(
    _ configuration: ConfigurationFields, in files: ModelFiles, below size: Int
  ) throws(InputProblem) -> Set<Int32> {
    let key = "eos_token_id"
    let generation = try files.fields("generation_config.json")
    for fields in [generation, configuration] {
      for name in ["bos_token_id", key, "pad_token_id"] {
        try fields?.requireTokens(name, below: size)
      }
    }
    var ids = try generation?.tokens(key)
    if ids == nil { ids = try configuration.tokens(key) }
    return Set((ids ?? []).map { Int32(clamping: $0) })
  }
}
