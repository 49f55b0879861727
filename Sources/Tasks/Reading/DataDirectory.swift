import Foundation
import Vocabulary

/// The directory that holds downloaded data sets, each in its own folder.
package struct DataDirectory: Hashable, Sendable {
  package var url: URL

  package init(_ url: URL) { self.url = url }

  /// The first file that one of `patterns` stands for (see `DataFiles`).
  ///
  /// - Throws: a missing-input problem that says what was looked for.
  package func first(of patterns: [String], for task: String) throws(InputProblem) -> URL {
    let paths = patterns.flatMap(DataFiles.expanded)
    if let found = paths.lazy.compactMap(existing).first { return found }
    let others = paths.count > 1 ? " (any of \(patterns.joined(separator: ", ")))" : ""
    throw InputProblem(
      .missing, at: url.path,
      "no data for task '\(task)': looked for \(paths.first ?? "nothing")\(others); "
        + "put it there or name another directory")
  }

  /// The file at `path` inside the directory; nil when it is not there.
  func existing(_ path: String) -> URL? {
    let file = url.appendingPathComponent(path)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}
