import Foundation
import Notation
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
    guard fsync(descriptor) == 0 else { throw problem("synchronizing", errno) }
    guard unsafe rename(path, target) == 0 else { throw problem("renaming", errno) }
    isCommitted = true
    try synchronizeDirectory()
  }

  /// Without this, a power cut may forget the new name.
  private borrowing func synchronizeDirectory() throws(InputProblem) {
    let directory = URL(filePath: target).deletingLastPathComponent().path(percentEncoded: false)
    let descriptor = unsafe open(directory, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Some file systems cannot synchronize directories and say EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw problem("synchronizing the directory of", errno)
    }
  }

  private borrowing func problem(_ action: String, _ code: Int32) -> InputProblem {
    InputProblem(.invalid, at: target, "\(action) it failed: \(reason(code))")
  }
}

/// Where the bytes of a file's tensors go, in order and in pieces of any size.
package struct TensorSink: ~Copyable {
  private var file: TemporaryFile
  /// The file's path, for messages.
  private let path: String
  private var name = ""
  private var expected = 0
  /// The bytes that the current tensor still lacks.
  public private(set) var remaining = 0

  init(_ file: consuming TemporaryFile, path: String) {
    self.file = file
    self.path = path
  }

  /// Appends bytes, row-major and little-endian.
  ///
  /// - Throws: when there are more than the tensor's shape needs, or the disk refuses them.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(InputProblem) {
    guard bytes.count <= remaining else {
      throw problem("got more than its \(expected) bytes")
    }
    unsafe try file.append(bytes)
    remaining -= bytes.count
  }

  /// Appends 32-bit floats.
  package mutating func write(_ values: [Float]) throws(InputProblem) {
    unsafe try write(values.span.bytes)
  }

  /// Appends the bytes of a span, for callers that have no business with pointers.
  package mutating func write(_ bytes: RawSpan) throws(InputProblem) {
    unsafe try bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(InputProblem) in
      unsafe try write(bytes)
    }
  }

  mutating func append(_ bytes: [UInt8]) throws(InputProblem) {
    remaining = bytes.count
    unsafe try write(ContiguousArray(bytes).span.bytes)
  }

  mutating func begin(_ name: String, byteCount: Int) {
    self.name = name
    expected = byteCount
    remaining = byteCount
  }

  mutating func end() throws(InputProblem) {
    guard remaining == 0 else {
      throw problem("got \(expected - remaining) of its \(expected) bytes")
    }
  }

  mutating func commit() throws(InputProblem) { try file.commit() }

  private borrowing func problem(_ message: String) -> InputProblem {
    InputProblem(.invalid, at: "\(path): tensor \(quoted(name))", message)
  }
}
