import Graphs
import Tensors
import Vocabulary

/// Writes on after prompts, each time with the likeliest token; the first of equals.
///
/// Prompts are written on together, packed without padding. With a cache a token costs one row.
package final class GreedyGenerator {
  private let program: GenerationProgram
  private let executor: Executor
  /// Whether all logits of the last call were finite.
  private(set) var wasFinite = true

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
    wasFinite = true
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
        sequences[index].append(first(logits.part(row * columns, columns)), limits)
      }
    }
  }

  /// The index of the first largest element.
  private func first(_ row: FloatView) -> Int32 {
    var (best, sum) = (0, row[0])
    for index in 1..<max(row.count, 1) {
      // Zero as long as everything is finite.
      sum += row[index] * 0
      if row[index] > row[best] { best = index }
    }
    wasFinite = wasFinite && sum.isFinite
    return Int32(best)
  }
}
