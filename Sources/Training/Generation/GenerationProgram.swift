import Graphs
import Models
import Tensors
import Vocabulary

/// What is executed to write on after prompts: the logits at the last token of every sequence.
package struct GenerationProgram: Sendable {
  let program: Program
  let logits: NodeID
  let format: StorageFormat
  /// Whether weights are read through a displacement.
  let displaced: Bool
  /// Whether earlier tokens are kept in a cache; without one they are computed again each time.
  let isCached: Bool

  /// - Parameters:
  ///   - forward: a causal model's forward pass.
  ///   - cached: whether a cache is wanted; a graph that cannot use one goes without.
  package init(
    _ forward: ForwardPass, format: StorageFormat, displaced: Bool = false, cached: Bool = true
  ) {
    logits = forward.logits
    self.format = format
    self.displaced = displaced
    if cached, let graph = CachedGraph(forward.graph) {
      program = Program(graph, outputs: [forward.logits])
      isCached = true
    } else {
      program = Program(forward.graph, outputs: [forward.logits])
      isCached = false
    }
  }

  func setting(_ room: GenerationRoom) -> Program.Setting {
    Program.Setting(
      displaced: displaced, format: format, cacheRows: isCached ? room.cacheRows : 0)
  }

  /// Bytes that generation takes beside the weights.
  package func memory(_ room: GenerationRoom) -> AccountBytes {
    program.memory(setting(room), capacity: room.capacity(cached: isCached))
  }
}

/// How much room there must be to write on after some prompts at once.
package struct GenerationRoom: Hashable, Sendable {
  /// Batches of whole prompts, of one more token each, and of everything from the beginning.
  private var prompts = Extents()
  private var steps = Extents()
  private var whole = Extents()
  private(set) var cacheRows = 0

  package init() {}

  /// - Parameters:
  ///   - lengths: tokens of each prompt; at least one each.
  ///   - newTokens: tokens that each may be continued by; the last is not fed again.
  package init(lengths: [Int], newTokens: Int) {
    let more = max(newTokens - 1, 0)
    prompts = Self.extents(lengths.map { (0, $0) })
    steps = more > 0 ? Self.extents(lengths.map { ($0 + more - 1, 1) }) : Extents()
    whole = Self.extents(lengths.map { (0, $0 + more) })
    cacheRows = lengths.reduce(0) { $0 + $1 + more }
  }

  private static func extents(_ segments: [(context: Int, own: Int)]) -> Extents {
    var batch = Batch()
    for (context, own) in segments {
      batch.segments.append(
        Segment(queries: Span32(batch.tokens.count, own), context: Span32(0, context)))
      batch.tokens += Array(repeating: 0, count: own)
    }
    batch.scored = segments.map { _ in 0 }
    return batch.extents
  }

  func union(_ other: GenerationRoom) -> GenerationRoom {
    var result = self
    result.prompts = prompts.union(other.prompts)
    result.steps = steps.union(other.steps)
    result.whole = whole.union(other.whole)
    result.cacheRows = max(cacheRows, other.cacheRows)
    return result
  }

  /// The largest batch that is fed.
  func capacity(cached: Bool) -> Extents { cached ? prompts.union(steps) : whole }
}

extension LanguageModel {
  /// - Throws: an `InputProblem` at `place` when tokens see later ones, so that none can be added.
  package func requireGeneration(at place: String) throws(InputProblem) {
    guard reading == .causal else {
      throw InputProblem(
        at: place, "is a masked language model, which writes no text; choose a causal one")
    }
  }
}
