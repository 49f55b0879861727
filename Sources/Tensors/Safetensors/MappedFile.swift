import Foundation
import Vocabulary

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file mapped read-only; its bytes are read from disk when they are touched.
///
/// The mapping is private, not a snapshot: a file that is shortened while mapped ends the process
/// with SIGBUS, so files are replaced by renaming, as `SafetensorsWriter` does. `hasChanged` tells
/// of a file that somebody wrote into.
@safe package final class MappedFile: Sendable {
  /// The file.
  package let url: URL
  /// The file's size in bytes.
  package let count: Int
  /// The address of the first byte, 0 for an empty file; a number, so that the class is `Sendable`.
  private let address: UInt
  /// The file as it was when it was mapped.
  private let state: FileState

  /// Maps a regular file.
  ///
  /// - Throws: `.missing` when it cannot be opened, `.invalid` when it is no regular file.
  package init(_ url: URL) throws(InputProblem) {
    let path = url.path(percentEncoded: false)
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.openProblem(path, errno) }
    defer { close(descriptor) }
    let state = try Self.state(of: descriptor, path)
    let count = Int(state.size)
    self.state = state
    self.url = url
    self.count = count
    address = count == 0 ? 0 : try Self.map(descriptor, count, path)
  }

  deinit {
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return }
    unsafe munmap(start, count)
  }

  /// Lends the bytes of `range`, which must lie within the file.
  ///
  /// They are aligned as their offset in the file is, and must not be kept.
  package func withBytes<R: ~Copyable, E: Error>(
    _ range: Range<Int>, body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes beyond the file")
    defer { withExtendedLifetime(self) {} }
    let start = unsafe UnsafeRawPointer(bitPattern: address)
    let all = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return unsafe try body(UnsafeRawBufferPointer(rebasing: all[range]))
  }

  /// Where byte `offset` lies while this object lives.
  func address(of offset: Int) -> UInt {
    precondition(offset >= 0 && offset < count, "bytes beyond the file")
    return address + UInt(offset)
  }

  /// Gives the pages of `range` back to the system, which reads them again when they are touched.
  func forget(_ range: Range<Int>) {
    let page = Int(getpagesize())
    let first = range.lowerBound / page * page
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address), first < count else {
      return
    }
    // Advice only: a refusal costs nothing but memory.
    _ = unsafe madvise(start + first, min(range.upperBound, count) - first, MADV_DONTNEED)
  }

  /// Tells the system that the bytes of `range` are going to be read, so that it reads ahead.
  func expect(_ range: Range<Int>) {
    let page = Int(getpagesize())
    let first = range.lowerBound / page * page
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address), first < count else {
      return
    }
    // Advice only: a refusal costs nothing but time.
    _ = unsafe madvise(start + first, min(range.upperBound, count) - first, MADV_WILLNEED)
  }

  /// Lends the bytes of `range` as a span, for callers that have no business with pointers.
  package func withSpan<R: ~Copyable, E: Error>(
    _ range: Range<Int>, body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    unsafe try withBytes(range) { (bytes: UnsafeRawBufferPointer) throws(E) -> R in
      try body(unsafe bytes.bytes)
    }
  }

  /// A copy of the bytes of `range`.
  package func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe withBytes(range) { unsafe Array($0) }
  }

  /// Whether the file was written into or shortened since it was mapped, so that its bytes may be
  /// others than they were; not so of a file that was replaced, renamed or removed.
  package var hasChanged: Bool {
    var status = stat()
    guard unsafe stat(url.path(percentEncoded: false), &status) == 0 else { return false }
    let now = FileState(status)
    return now.isSameFile(as: state) && now != state
  }

  private static func state(
    of descriptor: Int32, _ path: String
  ) throws(InputProblem) -> FileState {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw InputProblem(.invalid, at: path, "its size cannot be read: \(reason(errno))")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InputProblem(.invalid, at: path, "is not a regular file; name a file")
    }
    return FileState(status)
  }

  private static func map(
    _ descriptor: Int32, _ count: Int, _ path: String
  ) throws(InputProblem) -> UInt {
    let start = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start = unsafe start, unsafe start != MAP_FAILED else {
      throw InputProblem(.invalid, at: path, "cannot be mapped: \(reason(errno))")
    }
    return UInt(bitPattern: start)
  }

  private static func openProblem(_ path: String, _ code: Int32) -> InputProblem {
    guard code == ENOENT || code == ENOTDIR else {
      return InputProblem(
        .missing, at: path, "cannot be opened: \(reason(code)); check who may read it")
    }
    return InputProblem(
      .missing, at: path, "there is no such file; check the path, or fetch the file first")
  }
}

/// The operating system's words for an error number.
func reason(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}

/// What the system says of a file: which it is, how large, and when its bytes were last changed.
private struct FileState: Equatable, Sendable {
  let size: Int64
  private let device: UInt64
  private let number: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    size = Int64(status.st_size)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    #if canImport(Darwin)
      let changed = status.st_mtimespec
    #else
      let changed = status.st_mtim
    #endif
    (seconds, nanoseconds) = (changed.tv_sec, changed.tv_nsec)
  }

  func isSameFile(as other: FileState) -> Bool {
    device == other.device && number == other.number
  }
}
