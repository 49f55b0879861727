import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files that are read whole, and whose reading ends.
///
/// Opening a pipe would wait for a writer, a device has no end, and what is larger than anything
/// that is meant would only fill memory.
package enum RegularFile {
  /// Bytes beyond which nothing is read, where a caller knows no smaller limit.
  package static let most = 1 << 30

  /// The bytes of the file at `url`, links followed.
  ///
  /// - Parameter limit: the most bytes that it may have.
  package static func contents(
    of url: URL, atMost limit: Int = RegularFile.most
  ) throws(FileProblem) -> Data {
    try check(url, limit)
    // A pipe that took the file's place meanwhile is not waited for.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unopened(errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      // One byte more than is allowed: enough to know, also of files that do not say their size.
      let data = try handle.read(upToCount: limit + 1) ?? Data()
      if data.count <= limit { return data }
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
      throw FileProblem(.missing, "cannot be read: \((cause ?? error).localizedDescription)")
    }
    throw tooLarge(limit)
  }

  /// Looks before opening, which may do something to a device.
  private static func check(_ url: URL, _ limit: Int) throws(FileProblem) {
    guard let status = status(of: url) else { throw unopened(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: if status.st_size > limit { throw tooLarge(limit) }
    case S_IFDIR: throw FileProblem(.missing, "is a folder; name a file")
    default: throw FileProblem(.missing, "is no file, but a device, a pipe or the like")
    }
  }

  private static func status(of url: URL) -> stat? {
    var status = stat()
    return stat(url.path, &status) == 0 ? status : nil
  }

  private static func unopened(_ code: Int32) -> FileProblem {
    guard code == ENOENT || code == ENOTDIR else {
      return FileProblem(.missing, "cannot be opened: \(String(cString: strerror(code)))")
    }
    return FileProblem(.missing, "there is no such file")
  }

  private static func tooLarge(_ limit: Int) -> FileProblem {
    let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
    return FileProblem(.excessive, "is larger than \(size), the most that is read")
  }
}
