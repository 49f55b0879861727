import Graphs
import Models
import Tensors
import Tokenizers
import Vocabulary

/// Writes on after prompts, each time with the likeliest token; the first of equals.
///
/// Prompts are written on together, packed without padding. With a cache a token costs one row.
package final class GreedyGenerator {
  private let program: GenerationProgram
  private let executor: Executor
  /// Tokens that a prompt had been continued by when logits of the last call were first not finite;
  /// nil when all were.
  package private(set) var nonFinite: Int?
  /// Whether all logits of the last call were finite.
  var wasFinite: Bool { nonFinite == nil }

  /// - Parameter room: what every call will need at most.
  package init(
    _ program: GenerationProgram, room: GenerationRoom, weights: ParameterStore, ledger: Ledger
  ) throws(OutOfMemory) {
    self.program = program
    executor = try Executor(
      program.program, program.setting(room), weights: weights,
      capacity: room.capacity(cached: program.isCached), ledger: ledger)
  }

  /// What z is, for displaced reads.
  var distribution: any DirectionDistribution {
    get { executor.distribution }
    set { executor.distribution = newValue }
  }

  /// The new tokens of each prompt, with the one that stopped it.
  ///
  /// - Parameters:
  ///   - prompts: at least one token each.
  ///   - limits: as many new tokens as there is room for.
  package func generate(
    after prompts: [[Int32]], _ limits: GenerationLimits, at displacement: Displacement = .none
  ) -> [[Int32]] {
    nonFinite = nil
    guard limits.newTokens > 0 else { return prompts.map { _ in [] } }
    var start = 0
    var sequences = prompts.map { prompt in
      defer { start += prompt.count + limits.newTokens - 1 }
      return GenerationSequence(prompt, cacheStart: start)
    }
    while true {
      let open = sequences.indices.filter { !sequences[$0].isFinished }
      if open.isEmpty { return sequences.map(\.newIDs) }
      var batch = Batch()
      for index in open { sequences[index].feed(into: &batch, caching: program.isCached) }
      executor.load(batch)
      executor.run(at: [displacement])
      let logits = executor.value(program.logits)
      let columns = logits.count / open.count
      for (row, index) in open.enumerated() {
        let (id, isFinite) = first(logits.part(row * columns, columns))
        if !isFinite { nonFinite = nonFinite ?? sequences[index].newIDs.count }
        sequences[index].append(id, limits)
      }
    }
  }

  /// The index of the first largest element, and whether all are finite.
  private func first(_ row: FloatView) -> (Int32, isFinite: Bool) {
    var (best, sum) = (0, row[0])
    for index in 1..<max(row.count, 1) {
      // Zero as long as everything is finite.
      sum += row[index] * 0
      if row[index] > row[best] { best = index }
    }
    return (Int32(best), sum.isFinite)
  }
}

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
