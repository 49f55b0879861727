import Foundation

/// A kind of file that the program reads, and what reads it.
struct FuzzFormat: Sendable {
  /// What it is called on the command line and in the corpus.
  let name: String
  /// What a mutant is called in its directory.
  let file: String
  /// Whether lines, words and numbers are changed besides bytes.
  let isText: Bool
  /// Reads the file in a directory, with everything that is read on from it.
  let read: @Sendable (URL) throws -> Void

  init(
    _ name: String, _ file: String, isText: Bool = true,
    _ read: @escaping @Sendable (URL) throws -> Void
  ) {
    self.name = name
    self.file = file
    self.isText = isText
    self.read = read
  }

  static let all = models + tokenizers + studies + data + rows + clusters + results
}

/// The files of one format that are kept: small ones to begin with, and every one that ever failed.
struct FuzzCorpus {
  /// Files that stand beside a mutant, unchanged.
  private static let beside = "beside"

  let directory: URL

  /// - Parameter root: a folder with a folder for each format.
  init(_ root: URL, _ format: FuzzFormat) { directory = root.appending(path: format.name) }

  private func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey]
    ).filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// The files by name.
  func seeds() throws -> [(name: String, bytes: [UInt8])] {
    try files(in: directory).map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
  }

  /// Puts the files that a mutant needs into its directory.
  func furnish(_ place: URL) throws {
    let folder = directory.appending(path: Self.beside)
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    try FileManager.default.removeItem(at: place)
    try FileManager.default.copyItem(at: folder, to: place)
  }
}
