import Experiments
import Foundation

extension Checkpoint {
  /// Files of at least this many bytes are digested by samples.
  public static let sampledFrom = 256_000_000

  /// SHA-256 over the weights' files, in order of their names; directory and names do not count.
  ///
  /// A file below `sampledFrom` counts with all its bytes. A larger one counts with its size, its
  /// header and 256 pages of 4096 bytes, spread evenly: a fine-tuned model differs almost
  /// everywhere and is told apart, a hand-edited single weight may not be. Takes up to a second
  /// per file the first time; keep the value.
  public var digest: ContentDigest {
    ContentDigest(of: files.map(\.digestText).joined(separator: "\n"))
  }
}

extension SafetensorsFile {
  private static let samples = 256
  private static let sampleBytes = 4096

  fileprivate var digestText: String {
    digestText(sampled: byteCount >= Checkpoint.sampledFrom)
  }

  /// What the checkpoint's digest is computed from, for one file.
  package func digestText(sampled: Bool) -> String {
    guard sampled else { return "all \(byteCount) \(digest(0..<byteCount))" }
    let body = headerRange.upperBound..<byteCount
    let pages = (0..<Self.samples).map { index in
      let begin = body.lowerBound + body.count / Self.samples * index
      return digest(begin..<min(begin + Self.sampleBytes, byteCount)).hex
    }
    let header = digest(headerRange)
    return "sampled \(byteCount) \(header) \(ContentDigest(of: pages.joined()))"
  }

  private func digest(_ range: Range<Int>) -> ContentDigest {
    unsafe withBytes(range) { unsafe ContentDigest(of: $0) }
  }
}
