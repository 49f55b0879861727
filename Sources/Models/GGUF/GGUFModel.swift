import Foundation
import Notation
import Tensors
import Vocabulary

/// A model of the LLaMA kind in a GGUF file, as a directory in Hugging Face layout would have it.
struct GGUFModel {
  let files: ModelFiles
  let checkpoint: Checkpoint

  /// - Throws: `InputProblem` with the metadata's key or the tensor's name.
  init(_ url: URL) throws(InputProblem) {
    let file = try GGUFFile(url)
    let configuration = try GGUFConfiguration(file)
    var made = try GGUFTokenizer(file.metadata).files
    made["config.json"] = configuration.json.data
    files = ModelFiles(made: made, of: url)
    checkpoint = try Checkpoint(file) { configuration.place(of: $0) }
  }

  /// The GGUF file that a place names: itself, or the only one in a directory without a model in
  /// Hugging Face layout; nil if it names none.
  ///
  /// - Throws: `.invalid` with their names where there are several.
  static func file(at location: URL) throws(InputProblem) -> URL? {
    var isDirectory: ObjCBool = false
    let manager = FileManager.default
    guard manager.fileExists(atPath: location.path, isDirectory: &isDirectory) else { return nil }
    guard isDirectory.boolValue else { return location }
    guard !manager.fileExists(atPath: location.appending(path: "config.json").path),
      let names = try? manager.contentsOfDirectory(atPath: location.path)
    else { return nil }
    let found = names.filter { ($0 as NSString).pathExtension.lowercased() == "gguf" }.sorted()
    guard found.count > 1 else { return found.first.map { location.appending(path: $0) } }
    throw InputProblem(
      at: location.path,
      "has several GGUF files (\(found.prefix(8).joined(separator: ", "))); name one of them")
  }
}
