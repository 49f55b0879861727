import Foundation
import Models
import Notation
import Tensors
import Vocabulary

/// A model on this machine, in a list: what it is, or what is wrong with it.
package struct ModelListing: Codable, Sendable {
  package enum Source: String, Codable, Sendable { case embedded, cache }

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

  private init(_ name: String, _ source: Source) {
    self.name = name
    self.source = source
    let directory = try? ModelPlaces.standard.directory(of: name)
    path = directory?.path ?? ""
    bytes = directory.map(Self.bytes) ?? 0
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

  private static func bytes(in directory: URL) -> Int {
    let files = (try? FolderWalk(directory))?.files ?? []
    return files.reduce(0) { sum, file in
      let values = try? file.resolvingSymlinksInPath().resourceValues(forKeys: [
        .isRegularFileKey, .fileSizeKey,
      ])
      return sum + (values?.isRegularFile == true ? values?.fileSize ?? 0 : 0)
    }
  }
}
