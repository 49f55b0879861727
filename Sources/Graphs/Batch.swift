/// Rows `start ..< start + count`.
package struct Span32: Hashable, Sendable {
  package var start: Int32
  package var count: Int32

  package init(_ start: Int, _ count: Int) {
    self.start = Int32(start)
    self.count = Int32(count)
  }
}

/// Queries that attend together, and the keys that they see.
///
/// The keys are `context` (seen by every query) followed by the queries' own rows. With causal
/// attention, query i sees its own rows up to i; positions are counted over both parts, so a
/// sliding window covers them as one sequence.
package struct Segment: Hashable, Sendable {
  package var queries: Span32
  package var context: Span32

  package init(queries: Span32, context: Span32 = Span32(0, 0)) {
    self.queries = queries
    self.context = context
  }

  var pairs: Int { Int(queries.count) * (Int(queries.count) + Int(context.count)) }
}

/// Sequences packed end to end, without padding, and what is to be scored in them.
package struct Batch: Hashable, Sendable {
  /// Token ids and positions, one per packed token.
  package var tokens: [Int32] = []
  package var positions: [Int32] = []
  /// Which tokens attend together: every token is a query of exactly one segment, in order.
  package var segments: [Segment] = []
  /// Packed tokens at which the head is evaluated.
  package var scored: [Int32] = []
  /// Per pick: its row among the scored ones, its token, and the option that it belongs to.
  package var pickRows: [Int32] = []
  package var pickTokens: [Int32] = []
  package var pickOptions: [Int32] = []
  /// Per example: its first token, where directions of examples are wanted; its tokens, and what
  /// is scored in them, come before those of the next example.
  package var firstTokens: [Int32] = []
  /// Per example: its options, and the number of the right one among them.
  package var options: [Span32] = []
  package var gold: [Int32] = []

  package init() {}

  /// Whether the segments' queries follow one another from the first token to the last.
  ///
  /// Attention writes the rows of queries and no others: a token outside would keep what its
  /// memory held before.
  package var segmentsCoverTokens: Bool {
    var next: Int32 = 0
    for segment in segments {
      guard segment.queries.start == next, segment.queries.count >= 0 else { return false }
      next += segment.queries.count
    }
    return Int(next) == tokens.count
  }

  package var extents: Extents {
    var extents = Extents()
    extents.tokens = tokens.count
    extents.scored = scored.count
    extents.picks = pickRows.count
    extents.options = options.reduce(0) { $0 + Int($1.count) }
    extents.examples = options.count
    extents.segments = segments.count
    for segment in segments {
      extents.pairs += segment.pairs
      extents.largestPair = max(extents.largestPair, segment.pairs)
      extents.mostQueries = max(extents.mostQueries, Int(segment.queries.count))
    }
    return extents
  }
}
