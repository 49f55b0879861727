import Experiments
import Tensors

/// A batch in memory that the ledger knows: room for a capacity, filled with one batch at a time.
struct BatchBuffer: ~Copyable {
  private let buffer: Buffer
  private(set) var extents = Extents()
  private let capacity: Extents

  init(capacity: Extents, ledger: Ledger) throws(OutOfMemory) {
    self.capacity = capacity
    buffer = try Buffer(byteCount: Self.byteCount(capacity), in: .data, of: ledger)
  }

  /// Four bytes per integer: 2 per token, 4 per segment, 1 per scored row, 3 per pick or example.
  static func byteCount(_ extents: Extents) -> Int {
    4
      * (2 * extents.tokens + 4 * extents.segments + extents.scored + 3 * extents.picks
        + 3 * extents.examples)
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
  }

  var view: BatchView {
    var start = 0
    let integers = buffer.integers
    func next(_ count: Int) -> IntegerView {
      defer { start += count }
      return integers.part(start, count)
    }
    return BatchView(
      tokens: next(extents.tokens), positions: next(extents.tokens),
      segments: next(4 * extents.segments), scored: next(extents.scored),
      pickRows: next(extents.picks), pickTokens: next(extents.picks),
      pickOptions: next(extents.picks), options: next(2 * extents.examples),
      gold: next(extents.examples))
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

  func segment(_ index: Int) -> Segment {
    Segment(
      queries: Span32(segments[4 * index], segments[4 * index + 1]),
      context: Span32(segments[4 * index + 2], segments[4 * index + 3]))
  }
}
