import Foundation
import Notation
import Tensors
import Vocabulary

extension ResidentOverhead {
  /// What is kept of a machine and version, else what `measure` finds, which is kept.
  ///
  /// - Parameters:
  ///   - key: everything that it may depend on.
  ///   - directory: one file each; one that cannot be written costs time, not correctness.
  package static func kept(
    of key: String, in directory: URL = standardDirectory, measure: () -> ResidentOverhead?
  ) -> ResidentOverhead? {
    let entry = directory.appending(path: ContentDigest(of: key).hex + ".json")
    if let data = try? RegularFile.contents(of: entry, atMost: 1 << 12),
      let known = try? JSONDecoder().decode(ResidentOverhead.self, from: data), known.isPlausible
    {
      return known
    }
    guard let found = measure(), found.isPlausible else { return nil }
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? Data(canonicalJSON(found).utf8).write(to: entry, options: .atomic)
    return found
  }

  /// `zobench/resident` beside the digests of checkpoints.
  package static var standardDirectory: URL {
    DigestCache.standard.directory.deletingLastPathComponent().appending(path: "resident")
  }

  private var isPlausible: Bool { (1 << 20..<1 << 32).contains(bytes) }
}
