import Foundation
import Models
import Notation
import Tensors
import Vocabulary

/// A model on this machine, in a list: what it is, or what is wrong with it.
package struct ModelListing: Codable, Sendable {
  package enum Source: String, Codable, Sendable { case embedded, cache, directory, file }

  /// As a grid names it.
  package var name: String
  package var source: Source
  package var path: String
  /// Nil when the configuration cannot be read.
  package var family: String?
  package var parameters: Int?
  /// Bytes of all files, links followed.
  package var bytes: Int
  /// Why the model cannot be run; nil if it can.
  package var problem: String?

  /// The embedded models, then those of the Hugging Face cache, by name.
  package static var all: [ModelListing] {
    PretrainedModel.embedded.map { ModelListing($0, .embedded) }
      + ModelPlaces.standard.cache.names.map { ModelListing($0.description, .cache) }
  }

  /// The model that a path is, or the models that lie in it; nil where there is no such directory
  /// or GGUF file.
  package static func all(at path: String) -> [ModelListing]? {
    let place = path.expandingHome
    guard let source = source(of: place) else { return nil }
    if source == .file || isModel(place) { return [ModelListing(path, source)] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.sorted().compactMap { name in
      let inner = (path as NSString).appendingPathComponent(name)
      let place = inner.expandingHome
      return Self.source(of: place).flatMap { source in
        source == .file || isModel(place) ? ModelListing(inner, source) : nil
      }
    }
  }

  /// What a path can be; nil for what is not there and for files of other kinds.
  private static func source(of path: String) -> Source? {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return nil
    }
    if isDirectory.boolValue { return .directory }
    return (path as NSString).pathExtension.lowercased() == "gguf" ? .file : nil
  }

  private static func isModel(_ directory: String) -> Bool {
    FileManager.default.fileExists(
      atPath: (directory as NSString).appendingPathComponent("config.json"))
  }

  private init(_ name: String, _ source: Source) {
    self.name = name
    self.source = source
    let directory = try? ModelPlaces.standard.directory(of: name)
    path = directory?.path ?? ""
    bytes = directory.map(Self.bytes(at:)) ?? 0
    // The configuration may be fine where weights or tokenizer are not.
    let described = try? PretrainedModel(name, complete: false)
    family = described.map { type(of: $0.family).modelType }
    parameters = described?.family.layout.count
    do throws(InputProblem) {
      _ = try PretrainedModel(name)
    } catch {
      problem = error.description
    }
  }

  /// Of a directory's files, or of a file.
  private static func bytes(at place: URL) -> Int {
    let inside = (try? FolderWalk(place))?.files ?? []
    return (inside.isEmpty ? [place] : inside).reduce(0) { sum, file in
      let values = try? file.resolvingSymlinksInPath().resourceValues(forKeys: [
        .isRegularFileKey, .fileSizeKey,
      ])
      return sum + (values?.isRegularFile == true ? values?.fileSize ?? 0 : 0)
    }
  }
}
