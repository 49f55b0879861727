import Foundation
import Notation
import Vocabulary

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A path where something is to be written, and what is there now, links followed.
struct OutputPlace {
  enum Content: Equatable {
    case nothing
    case file
    case folder
    /// A terminal, a pipe or a device, in which nothing is lost.
    case stream
  }

  /// As it was typed.
  let path: String
  let content: Content
  /// Where files are put: the path without links.
  let url: URL

  init(_ path: String) {
    self.path = path
    let url = URL(fileURLWithPath: path.expandingHome)
    self.url = url.standardizedFileURL.resolvingSymlinksInPath()
    // Links such as /dev/stdout may lead to what has no name, so the system follows them.
    var status = stat()
    content =
      if stat(url.path, &status) != 0 {
        .nothing
      } else {
        switch status.st_mode & S_IFMT {
        // /dev/stdout is written as it is, whatever it stands for.
        case S_IFREG: url.path.hasPrefix("/dev/") ? .stream : .file
        case S_IFDIR: .folder
        default: .stream
        }
      }
  }

  /// What is in the folder; a folder that cannot be read counts as full.
  var names: [String] {
    guard content == .folder else { return [] }
    return (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [""]
  }

  func refused(_ why: String) -> InputProblem { InputProblem(.uncreatable, at: path, why) }

  func unwritten(_ error: any Error) -> InputProblem {
    refused("cannot be written: \((error as? CocoaError)?.reason ?? error.localizedDescription)")
  }

  /// The file as a whole, in place of what is there; a stream takes the bytes as they are.
  func put(_ data: Data) throws(InputProblem) {
    do {
      if content == .stream {
        try stream(data)
      } else {
        try data.write(to: url, options: .atomic)
      }
    } catch let problem as InputProblem {
      throw problem
    } catch {
      throw unwritten(error)
    }
  }

  /// Opening a pipe that nobody reads would wait; a file behind /dev/stdout is added to.
  private func stream(_ data: Data) throws {
    let descriptor = open(
      path.expandingHome, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw refused(String(cString: strerror(errno))) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    _ = fcntl(descriptor, F_SETFL, O_WRONLY | O_APPEND)
    try handle.write(contentsOf: data)
  }

  /// Whether a file could be made here: what would fail after an hour fails at once.
  func checkFolder() throws(InputProblem) {
    guard content == .nothing else { return }
    let folder = url.deletingLastPathComponent().path
    guard access(folder, W_OK | X_OK) != 0 else { return }
    throw refused("cannot be written: \(folder): \(String(cString: strerror(errno)))")
  }
}
