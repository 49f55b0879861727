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

/// Digests of large files, kept between runs of the program.
///
/// An entry holds for a path, size, inode and time of change; whoever replaces or edits a file
/// changes one of these. A directory that cannot be written costs time, not correctness.
package struct DigestCache: Sendable {
  /// Smaller files are digested each time.
  package static let smallest = 16_000_000
  /// Where entries are kept, one file each.
  package let directory: URL
  /// Seconds: a file changed so recently may change again within the clock's tick.
  private let settling: Double

  /// A cache in a directory, which need not be there yet.
  ///
  /// - Parameter settling: a file is kept when its last change is at least so many seconds ago.
  package init(_ directory: URL, settling: Double = 2) {
    self.directory = directory
    self.settling = settling
  }

  /// `zobench/digests` in `XDG_CACHE_HOME`, else in `~/.cache`.
  package static var standard: DigestCache {
    DigestCache(UserCaches.directory().appending(path: "zobench/digests"))
  }

  /// What is kept for the file, else what `compute` says of all its bytes.
  func digest(of file: URL, byteCount: Int, compute: () -> ContentDigest) -> ContentDigest {
    guard byteCount >= Self.smallest, let stamp = Stamp(file) else { return compute() }
    let entry = directory.appending(path: ContentDigest(of: stamp.text).hex)
    if let kept = Self.read(entry) { return kept }
    let digest = compute()
    if Stamp(file) == stamp, stamp.age >= settling { keep(digest, at: entry) }
    return digest
  }

  private static func read(_ entry: URL) -> ContentDigest? {
    guard let data = try? RegularFile.contents(of: entry, atMost: 64) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard text.utf8.count == 64, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
      return nil
    }
    return ContentDigest(hex: text)
  }

  private func keep(_ digest: ContentDigest, at entry: URL) {
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? Data(digest.hex.utf8).write(to: entry, options: .atomic)
  }

  /// What tells a file from every other state of it; links are followed.
  private struct Stamp: Equatable {
    var text: String
    private var changed: Double

    init?(_ file: URL) {
      var status = stat()
      guard unsafe stat(file.path(percentEncoded: false), &status) == 0 else { return nil }
      #if canImport(Darwin)
        let times = (status.st_mtimespec, status.st_ctimespec)
      #else
        let times = (status.st_mtim, status.st_ctim)
      #endif
      let path = file.resolvingSymlinksInPath().path(percentEncoded: false)
      text = """
        \(path)
        \(status.st_size) \(status.st_dev) \(status.st_ino)
        \(times.0.tv_sec).\(times.0.tv_nsec) \(times.1.tv_sec).\(times.1.tv_nsec)
        """
      changed = Double(max(times.0.tv_sec, times.1.tv_sec))
    }

    /// Seconds since the last change.
    var age: Double { Date().timeIntervalSince1970 - changed }
  }
}

extension Checkpoint {
  /// SHA-256 over all bytes of the weights' files, in order of their names; directory and names do
  /// not count.
  ///
  /// Takes about a second per gigabyte the first time; files above 16 MB are remembered.
  package var digest: ContentDigest { digest(keptIn: .standard) }

  /// The same, with the digests of large files kept in `cache`.
  package func digest(keptIn cache: DigestCache) -> ContentDigest {
    let parts = files.map { file in
      let digest = cache.digest(of: file.url, byteCount: file.byteCount) { file.contentDigest }
      return "all \(file.byteCount) \(digest)"
    }
    return ContentDigest(of: parts.joined(separator: "\n"))
  }
}

extension WeightFile {
  private static let chunk = 1 << 26

  /// SHA-256 of the whole file, of which no more than a chunk is resident for it.
  fileprivate var contentDigest: ContentDigest {
    var digest = ContentDigest.Stream()
    for start in stride(from: 0, to: byteCount, by: Self.chunk) {
      let range = start..<min(start + Self.chunk, byteCount)
      unsafe mapping.withBytes(range) { unsafe digest.append($0) }
      mapping.forget(range)
    }
    return digest.value
  }
}
