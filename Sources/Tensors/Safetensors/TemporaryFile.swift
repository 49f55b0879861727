import Foundation
import Vocabulary

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file being written beside its target; the target appears whole, by renaming, or not at all.
struct TemporaryFile: ~Copyable {
  private let target: String
  private let path: String
  private let descriptor: Int32
  private var isCommitted = false

  init(for url: URL) throws(InputProblem) {
    let target = url.path(percentEncoded: false)
    let name = ".\(url.lastPathComponent.prefix(60)).\(UUID().uuidString).partial"
    let path = url.deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw InputProblem(
        .missing, at: target, "cannot be written: \(reason(errno)); check its directory")
    }
    self.target = target
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
    if !isCommitted { unsafe unlink(path) }
  }

  /// Appends all of `bytes`.
  borrowing func append(_ bytes: UnsafeRawBufferPointer) throws(InputProblem) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let written = unsafe write(descriptor, rest.baseAddress, rest.count)
      guard written > 0 else {
        if written < 0 && errno == EINTR { continue }
        throw problem("writing", errno)
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  /// Makes the bytes durable and gives the file its name, replacing what had it.
  mutating func commit() throws(InputProblem) {
    guard fsync(descriptor) == 0 else { throw problem("synchronising", errno) }
    guard unsafe rename(path, target) == 0 else { throw problem("renaming", errno) }
    isCommitted = true
    try synchroniseDirectory()
  }

  /// Without this, a power cut may forget the new name.
  private borrowing func synchroniseDirectory() throws(InputProblem) {
    let directory = URL(filePath: target).deletingLastPathComponent().path(percentEncoded: false)
    let descriptor = unsafe open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems cannot synchronise directories and say EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw problem("synchronising the directory of", errno)
    }
  }

  private borrowing func problem(_ action: String, _ code: Int32) -> InputProblem {
    InputProblem(.invalid, at: target, "\(action) it failed: \(reason(code))")
  }
}
