import Foundation

/// Files whose reading ends: opening a pipe would wait for a writer, and a device has no end.
package enum RegularFile {
  /// Whether there is something at `url` that is neither a file nor a folder, links followed.
  ///
  /// What is not there at all, or a folder, is told when it is opened.
  package static func isEndless(_ url: URL) -> Bool {
    let values = try? url.resolvingSymlinksInPath().resourceValues(
      forKeys: [.isRegularFileKey, .isDirectoryKey])
    return values.map { $0.isRegularFile != true && $0.isDirectory != true } ?? false
  }

  /// What is wrong with such a file.
  package static let problem = "is no file, but a device, a pipe or the like"
}
