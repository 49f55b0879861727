import Graphs
import Models
import Tensors
import Tokenizers

/// A prompt while it is written on.
struct GenerationSequence {
  /// The prompt's tokens, then the new ones.
  private(set) var ids: [Int32]
  private let promptCount: Int
  /// Its first row in the cache.
  private let cacheStart: Int
  /// Tokens that are in the cache.
  private var cached = 0
  private(set) var isFinished = false

  package init(_ prompt: [Int32], cacheStart: Int) {
    ids = prompt
    promptCount = prompt.count
    self.cacheStart = cacheStart
  }

  /// What was written, with the token that ended it.
  var newIDs: [Int32] { Array(ids[promptCount...]) }

  /// Adds the tokens that have not been fed; the last of them is scored.
  mutating func feed(into batch: inout Batch, caching: Bool) {
    let start = batch.tokens.count
    let own = ids[cached...]
    batch.segments.append(
      Segment(
        queries: Span32(start, own.count),
        context: caching ? Span32(cacheStart, cached) : Span32(0, 0)))
    batch.tokens += own
    batch.positions += own.indices.map(Int32.init)
    batch.scored.append(Int32(batch.tokens.count - 1))
    if caching { cached = ids.count }
  }

  /// Takes a new token; it may be the last.
  mutating func append(_ id: Int32, _ limits: GenerationLimits) {
    ids.append(id)
    isFinished = limits.stops.contains(id) || ids.count - promptCount >= limits.newTokens
  }
}

/// How far text is written on.
package struct GenerationLimits: Hashable, Sendable {
  /// Tokens that are written at most.
  package var newTokens: Int
  /// Ids after which nothing more is written.
  package var stops: Set<Int32>

  package init(newTokens: Int, stops: Set<Int32>) {
    self.newTokens = newTokens
    self.stops = stops
  }
}

extension PretrainedModel {
  /// Ids that end a generated text: the tokenizer's end of text, those of the model's files and, if
  /// asked for, the end of a line, which is the last token of an encoded line feed (MeZO).
  package func stops(atLineEnds: Bool) -> Set<Int32> {
    var stops = ends
    if let end = tokenizer?.id(of: .end) { stops.insert(end) }
    if atLineEnds, let lineEnd = tokenizer?.encode("\n", special: false).last {
      stops.insert(lineEnd)
    }
    return stops
  }
}
