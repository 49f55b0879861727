import Vocabulary

/// What collecting one database found.
package struct Collected: Hashable, Codable, Sendable {
  package var source: String
  /// Runs that ended and were not there yet, or not ended.
  package var new = 0
  /// Runs that have not ended, further than they were known.
  package var unfinished = 0
  /// Runs that were there as they are.
  package var same = 0
  /// Runs that were computed twice, to the same result but for times; the first stays.
  package var repeated = 0
  /// Runs whose result contradicts the one that is there; both are kept, the first counts.
  package var disputes: [Dispute] = []
  /// The programs that computed what is in the source.
  package var versions: [String] = []

  package init(source: String) { self.source = source }

  /// A result that contradicts one of the same identity.
  package struct Dispute: Hashable, Codable, Sendable {
    package var run: String
    package var cell: String
    package var seed: Int
    package var source: String
    /// What differs, such as `test accuracy 0.91, here 0.93`.
    package var difference: String

    package init(run: String, cell: String, seed: Int, source: String, difference: String) {
      self.run = run
      self.cell = cell
      self.seed = seed
      self.source = source
      self.difference = difference
    }
  }

  package var isNothing: Bool { new == 0 && unfinished == 0 && repeated == 0 && disputes.isEmpty }
}
