import Vocabulary

/// One of the parts into which the cells of a study are divided: `index` of `count`, from 1.
package struct Shard: Hashable, Codable, Sendable, CustomStringConvertible {
  /// 1 to `count`.
  package let index: Int
  package let count: Int

  /// The most shards of a study; the tasks of a Slurm array have numbers below 1001 by default.
  package static let most = 1000

  /// Nil for a shard that is none.
  package init?(_ index: Int, of count: Int) {
    guard (1...Self.most).contains(count), (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `3/12`; nil when that is no shard.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(index, of: count)
  }

  package var description: String { "\(index)/\(count)" }

  /// A path in which `{shard}` stands for the shard's number.
  package func path(_ pattern: String) -> String {
    pattern.replacing("{shard}", with: "\(index)")
  }
}
