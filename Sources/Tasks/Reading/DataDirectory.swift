import Experiments
import Foundation

/// The directory that holds downloaded data sets, each in its own folder.
public struct DataDirectory: Hashable, Sendable {
  public var url: URL

  public init(_ url: URL) { self.url = url }

  /// The first of `candidates` (paths inside the directory) that exists.
  ///
  /// - Throws: a missing-input problem that lists every path that was tried.
  public func first(of candidates: [String], for task: String) throws(InputProblem) -> URL {
    let urls = candidates.map { url.appendingPathComponent($0) }
    if let found = urls.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
      return found
    }
    throw InputProblem(
      .missing, at: url.path,
      "no data for task '\(task)': looked for \(candidates.joined(separator: ", ")); "
        + "put one of these files there or name another directory")
  }
}
