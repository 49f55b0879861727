import Foundation
import Vocabulary

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
