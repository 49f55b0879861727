import Foundation
import Vocabulary

extension PretrainedModel {
  /// Names of the models that ship with the program.
  package static var embedded: [String] {
    guard let root = resources,
      let names = try? FileManager.default.contentsOfDirectory(atPath: root.path)
    else { return [] }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  static var resources: URL? { Bundle.module.url(forResource: "Resources", withExtension: nil) }
}

/// Where models are looked for: in the program, on a path, in the Hugging Face cache.
package struct ModelPlaces: Sendable {
  package let cache: HubCache

  package init(cache: HubCache) { self.cache = cache }

  /// Those of this process's environment.
  package static var standard: ModelPlaces { ModelPlaces(cache: .standard) }

  /// Where the model called `name` lies: embedded, a directory, a GGUF file, or
  /// `org/name[@revision]`.
  ///
  /// - Throws: `.missing` with the places that were looked in and the command that would fetch it;
  ///   `.invalid` for an empty name.
  package func directory(of name: String) throws(InputProblem) -> URL {
    if let root = PretrainedModel.resources, PretrainedModel.embedded.contains(name) {
      return root.appendingPathComponent(name)
    }
    guard !name.isEmpty else {
      throw InputProblem(
        at: "the model's name", "is empty; name an embedded model or a directory")
    }
    let path = name.expandingHome
    if Self.isDirectory(path) || Self.isModelFile(path) { return URL(fileURLWithPath: path) }
    guard let hub = HubName(name) else { throw Self.nowhere(name, path) }
    return try cache.snapshot(of: hub)
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// By its name: what is in it is looked at when it is opened.
  private static func isModelFile(_ path: String) -> Bool {
    (path as NSString).pathExtension.lowercased() == "gguf"
      && FileManager.default.fileExists(atPath: path)
  }

  private static func nowhere(_ name: String, _ path: String) -> InputProblem {
    let embedded = PretrainedModel.embedded
    let hint = didYouMean(name, among: embedded).map { "; " + $0 } ?? ""
    return InputProblem(
      .missing, at: name,
      "is neither an embedded model (\(embedded.joined(separator: ", "))), nor a directory or "
        + "GGUF file (\(URL(fileURLWithPath: path).path)), nor a name on the Hugging Face Hub, "
        + "such as facebook/opt-125m or facebook/opt-125m@main\(hint)")
  }
}
