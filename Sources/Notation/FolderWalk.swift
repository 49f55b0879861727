import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The files below a folder, found within limits: a walk of / ends with a sentence, and soon.
///
/// Links to folders are not followed, so that loops of links end; a link to a file is a file.
package struct FolderWalk: Sendable {
  /// Files and folders that are looked at; no study comes near.
  package static let most = 100_000
  /// Folders within each other.
  private static let deepest = 64

  /// In the order of their paths, numbers by their value.
  package private(set) var files: [URL] = []
  /// Folders that could not be looked into, with the reason.
  package private(set) var unread: [String] = []

  /// - Parameters:
  ///   - endings: the endings of files that are meant, in small letters; empty for all.
  ///   - most: files and folders to look at before giving up.
  /// - Throws: that there is more below the folder than a person can have meant.
  package init(
    _ folder: URL, endings: Set<String> = [], most: Int = FolderWalk.most
  ) throws(FileProblem) {
    var (open, seen) = ([Place](), 0)
    add(Place(folder, depth: 0), to: &open)
    while let place = open.popLast() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place.folder.path)) ?? []
      seen += names.count
      guard seen <= most else {
        throw FileProblem(
          .excessive, "holds more than \(most) files and folders; name a folder nearer to yours")
      }
      for name in names {
        let file = place.folder.appending(path: name)
        var status = stat()
        if lstat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
          add(Place(file, depth: place.depth + 1), to: &open)
        } else if endings.isEmpty || endings.contains(file.pathExtension.lowercased()) {
          files.append(file)
        }
      }
    }
    files.sort { $0.path.compare($1.path, options: .numeric) == .orderedAscending }
  }

  /// A folder that is to be looked into.
  private struct Place {
    var folder: URL
    var depth: Int

    init(_ folder: URL, depth: Int) { (self.folder, self.depth) = (folder, depth) }
  }

  private mutating func add(_ place: Place, to open: inout [Place]) {
    if place.depth > Self.deepest {
      unread.append("\(place.folder.path): lies more than \(Self.deepest) folders deep")
    } else if access(place.folder.path, R_OK | X_OK) == 0 {
      open.append(place)
    } else {
      unread.append("\(place.folder.path): may not be looked into")
    }
  }
}
