/// What a row of a value stands for; how many there are depends on the batch.
package enum Rows: Hashable, Sendable {
  /// A packed token.
  case tokens
  /// A position at which the head is evaluated.
  case scored
  /// A (scored position, token) pair whose log-probability is asked for.
  case picks
  /// A candidate answer.
  case options
  /// An example.
  case examples
  /// One of so many rows that every example has for itself.
  case each(Int)
  case fixed(Int)
}

/// Rows × columns of 32-bit floats.
package struct Shape: Hashable, Sendable {
  package var rows: Rows
  package var columns: Int

  package init(_ rows: Rows, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// Elements at the given extents.
  package func count(_ extents: Extents) -> Int { extents.count(rows) * columns }
}

/// How large a batch is, in everything that memory and arithmetic depend on.
package struct Extents: Hashable, Codable, Sendable {
  package var tokens = 0
  package var scored = 0
  package var picks = 0
  package var options = 0
  package var examples = 0
  package var segments = 0
  /// Σ over segments of queries × keys, and the largest of these products.
  package var pairs = 0
  package var largestPair = 0
  /// Queries of the longest segment.
  package var mostQueries = 0

  package init() {}

  package func count(_ rows: Rows) -> Int {
    switch rows {
    case .tokens: tokens
    case .scored: scored
    case .picks: picks
    case .options: options
    case .examples: examples
    case .each(let count): examples * count
    case .fixed(let count): count
    }
  }

  /// The larger of both in every respect: a capacity that holds either batch.
  package func union(_ other: Extents) -> Extents {
    var result = self
    result.tokens = max(tokens, other.tokens)
    result.scored = max(scored, other.scored)
    result.picks = max(picks, other.picks)
    result.options = max(options, other.options)
    result.examples = max(examples, other.examples)
    result.segments = max(segments, other.segments)
    result.pairs = max(pairs, other.pairs)
    result.largestPair = max(largestPair, other.largestPair)
    result.mostQueries = max(mostQueries, other.mostQueries)
    return result
  }

  /// A batch after which another one is packed.
  package func appending(_ other: Extents) -> Extents {
    var sum = self
    sum.tokens += other.tokens
    sum.scored += other.scored
    sum.picks += other.picks
    sum.options += other.options
    sum.examples += other.examples
    sum.segments += other.segments
    sum.pairs += other.pairs
    sum.largestPair = max(largestPair, other.largestPair)
    sum.mostQueries = max(mostQueries, other.mostQueries)
    return sum
  }

  /// Holds any `count` of some batches packed together, each of them at most `times` times.
  package static func holding(any count: Int, of batches: [Extents], times: Int) -> Extents {
    var result = batches.reduce(Extents()) { $0.union($1) }
    for field in sums {
      let largest = batches.map { $0[keyPath: field] }.sorted(by: >).prefix(count)
      result[keyPath: field] = largest.flatMap { Array(repeating: $0, count: times) }
        .prefix(count).reduce(0, +)
    }
    return result
  }

  /// What adds up when batches are packed together; of the others the larger one counts.
  private static var sums: [WritableKeyPath<Extents, Int>] {
    [\.tokens, \.scored, \.picks, \.options, \.examples, \.segments, \.pairs]
  }

  /// Whether a batch of these extents fits where `capacity` was planned.
  package func fits(_ capacity: Extents) -> Bool { union(capacity) == capacity }
}
