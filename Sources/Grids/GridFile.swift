import Foundation
import Vocabulary

/// Reads grid files: YAML, or the same schema as an XML or binary property list.
package struct GridFile {
  /// The study in the file at `url`; directories in it are relative to the file's folder.
  ///
  /// - Parameter overriding: what a command puts in the place of what the file says.
  package static func read(
    _ url: URL, vocabulary: KnownComponents, overriding: CommandOverrides = CommandOverrides()
  ) throws(GridProblems) -> Study {
    let name = url.lastPathComponent
    let folder = url.absoluteURL.deletingLastPathComponent()
    return try study(
      in: try GridSource.contents(of: url), name: name, vocabulary: vocabulary, folder: folder,
      overriding: overriding)
  }

  /// The study in `data`; `name` stands for the file in messages.
  ///
  /// Without a file there is no folder: relative directories stay as they are written.
  package static func parse(
    _ data: Data, name: String, vocabulary: KnownComponents,
    overriding: CommandOverrides = CommandOverrides()
  ) throws(GridProblems) -> Study {
    try study(
      in: data, name: name, vocabulary: vocabulary, folder: nil, overriding: overriding)
  }

  private static func study(
    in data: Data, name: String, vocabulary: KnownComponents, folder: URL?,
    overriding: CommandOverrides
  ) throws(GridProblems) -> Study {
    do throws(GridProblems) {
      let tree = try GridSource.tree(of: data)
      var decoder = GridDecoder(vocabulary: vocabulary, folder: folder)
      let baseName = NSString(string: name).deletingPathExtension
      var draft = decoder.draft(of: tree, name: baseName)
      guard !draft.entries.isEmpty || decoder.problems.isEmpty else {
        throw GridProblems(decoder.problems)
      }
      decoder.override(&draft, with: overriding)
      return try GridCheck.study(from: draft, problems: decoder.problems)
    } catch {
      throw error.inFile(name)
    }
  }
}

/// How large a grid file may be; far above any real study, far below what would hurt.
enum GridLimits {
  static let bytes = 1 << 20
  static let nodes = 100_000
  static let depth = 32
  /// Cells × seeds, and hyper-parameter points per cell.
  static let cells = 1_000_000
  /// Entries of one list at the top of the file: models, seeds, exclusions.
  static let entries = 1000
  /// Values of one search, and values more at its edges.
  static let points = 1000
  /// Problems shown; a hostile file could have one per node.
  static let problems = 200
}
