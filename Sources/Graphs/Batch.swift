import Tensors
import Vocabulary

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

/// A batch in memory that the ledger knows: room for a capacity, filled with one batch at a time.
struct BatchBuffer {
  private let integers: IntegerView
  private(set) var extents = Extents()
  private let capacity: Extents
  /// Whether the loaded batch says which tokens belong to which example.
  private(set) var isDivided = false

  /// A batch in the memory of an executor, whose blueprint has `block(capacity)`.
  init(capacity: Extents, _ memory: Allocation) {
    self.capacity = capacity
    integers = memory.integers("batch")
  }

  /// Room for any batch up to a capacity.
  static func block(_ capacity: Extents) -> Blueprint.Block {
    .integers("batch", lengths(capacity).reduce(0, +), .data)
  }

  /// Integers of each field of `BatchView`, in its order.
  private static func lengths(_ extents: Extents) -> [Int] {
    [
      extents.tokens, extents.tokens, 4 * extents.segments, extents.scored, extents.picks,
      extents.picks, extents.picks, 2 * extents.examples, extents.examples, extents.examples,
    ]
  }

  mutating func load(_ batch: Batch) {
    extents = batch.extents
    precondition(extents.fits(capacity), "the batch is larger than what was planned")
    precondition(batch.segmentsCoverTokens, "a token belongs to no segment, or to several")
    let view = view
    view.tokens.copy(from: batch.tokens)
    view.positions.copy(from: batch.positions)
    view.segments.copy(
      from: batch.segments.flatMap {
        [$0.queries.start, $0.queries.count, $0.context.start, $0.context.count]
      })
    view.scored.copy(from: batch.scored)
    view.pickRows.copy(from: batch.pickRows)
    view.pickTokens.copy(from: batch.pickTokens)
    view.pickOptions.copy(from: batch.pickOptions)
    view.options.copy(from: batch.options.flatMap { [$0.start, $0.count] })
    view.gold.copy(from: batch.gold)
    isDivided = batch.firstTokens.count == batch.options.count
    if isDivided { view.firstTokens.copy(from: batch.firstTokens) }
  }

  var view: BatchView {
    var start = 0
    let parts = Self.lengths(extents).map { length in
      defer { start += length }
      return integers.part(start, length)
    }
    return BatchView(
      tokens: parts[0], positions: parts[1], segments: parts[2], scored: parts[3],
      pickRows: parts[4], pickTokens: parts[5], pickOptions: parts[6], options: parts[7],
      gold: parts[8], firstTokens: parts[9])
  }
}

/// The loaded batch, as operations read it; fields as in `Batch`.
struct BatchView {
  var tokens: IntegerView
  var positions: IntegerView
  var segments: IntegerView
  var scored: IntegerView
  var pickRows: IntegerView
  var pickTokens: IntegerView
  var pickOptions: IntegerView
  var options: IntegerView
  var gold: IntegerView
  var firstTokens: IntegerView

  func segment(_ index: Int) -> Segment {
    Segment(
      queries: Span32(segments[4 * index], segments[4 * index + 1]),
      context: Span32(segments[4 * index + 2], segments[4 * index + 3]))
  }
}

// Examples: what belongs to one comes before what belongs to the next.
extension BatchView {
  /// Rows of an example in a value.
  func rows(of example: Int, _ rows: Rows, _ extents: Extents) -> Range<Int> {
    let (first, end) = tokens(of: example, extents)
    switch rows {
    case .tokens: return first..<end
    case .scored:
      return Self.place(of: first, in: extents.scored) {
        scored[$0]
      }..<Self.place(of: end, in: extents.scored) { scored[$0] }
    case .options:
      return options[2 * example]..<options[2 * example] + options[2 * example + 1]
    case .examples: return example..<example + 1
    case .each(let count): return example * count..<(example + 1) * count
    case .picks:
      let start = options[2 * example]
      return Self.place(of: start, in: extents.picks) {
        pickOptions[$0]
      }..<Self.place(of: start + options[2 * example + 1], in: extents.picks) {
        pickOptions[$0]
      }
    case .fixed: preconditionFailure("\(rows) are not divided among examples")
    }
  }

  /// Segments of an example.
  func segments(of example: Int, _ extents: Extents) -> Range<Int> {
    let (first, end) = tokens(of: example, extents)
    return Self.place(of: first, in: extents.segments) {
      segments[4 * $0]
    }..<Self.place(of: end, in: extents.segments) { segments[4 * $0] }
  }

  private func tokens(of example: Int, _ extents: Extents) -> (Int, Int) {
    let isLast = example + 1 == extents.examples
    return (firstTokens[example], isLast ? extents.tokens : firstTokens[example + 1])
  }

  /// The first of `count` items whose token, or option, is not before `token`.
  private static func place(
    of token: Int, in count: Int, _ tokenOf: (Int) -> Int
  ) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if tokenOf(middle) < token { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
