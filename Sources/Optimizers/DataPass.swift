import Vocabulary

/// How the batches of a run pass over its training data: examples are taken in turn, batch after
/// batch, so that an epoch may end inside of a batch.
public struct DataPass: Hashable, Sendable {
  /// Training examples; at least 1.
  public var examples: Int
  /// Examples of a batch, at most all of them; at least 1.
  public var batch: Int

  /// Numbers below 1 count as 1.
  public init(examples: Int = 1, batch: Int = 1) {
    self.examples = max(examples, 1)
    self.batch = min(max(batch, 1), self.examples)
  }

  /// Batches that hold every example once; the last may be smaller.
  public var batches: Int { (examples - 1) / batch + 1 }

  /// The examples of each of these batches.
  public var ranges: [Range<Int>] {
    stride(from: 0, to: examples, by: batch).map { $0..<min($0 + batch, examples) }
  }

  /// The epoch in which a step's batch begins: 1, 2, ….
  public func epoch(step: Int) -> Int { (max(step, 1) - 1).times(batch) / examples + 1 }
}
