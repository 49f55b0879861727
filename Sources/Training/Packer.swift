import Graphs
import Tasks
import Vocabulary

/// Packs encoded examples end to end into batches without padding.
///
/// Candidates share their prompt: its tokens are computed once and each candidate continues them
/// as a segment that sees the prompt. What several candidates of an example feed alike is fed once;
/// candidates of one token cost nothing but a column of the head.
package struct Packer {
  package private(set) var batch = Batch()
  private var scoredRow: [Int: Int32] = [:]

  /// All candidates of every example: for classification and for evaluation.
  package static func candidates(_ examples: some Sequence<EncodedExample>) -> Batch {
    var packer = Packer()
    for example in examples { packer.add(example, example.candidates, gold: example.gold) }
    return packer.batch
  }

  /// The right candidate alone: for language-model losses.
  package static func right(_ examples: some Sequence<EncodedExample>) -> Batch {
    var packer = Packer()
    for example in examples { packer.add(example, [example.candidates[example.gold]], gold: 0) }
    return packer.batch
  }

  /// What a training step of `objective` sees of the examples.
  package static func training(
    _ examples: some Sequence<EncodedExample>, _ objective: Objective
  ) -> Batch {
    switch objective {
    case .classification, .accuracy: candidates(examples)
    case .language, .f1: right(examples)
    }
  }

  private mutating func add(_ example: EncodedExample, _ candidates: [Continuation], gold: Int) {
    let firstOption = batch.options.last.map { Int($0.start) + Int($0.count) } ?? 0
    batch.firstTokens.append(Int32(batch.tokens.count))
    let shared = Span32(batch.tokens.count, example.shared.count)
    append(example.shared, position: 0)
    // A single candidate is one sequence with its prompt.
    let apart = candidates.count > 1 && shared.count > 0
    if apart { batch.segments.append(Segment(queries: shared)) }
    var starts: [[Int32]: Int] = [:]
    for (number, candidate) in candidates.enumerated() {
      let start = starts[candidate.fed] ?? feed(candidate.fed, after: shared, apart: apart)
      starts[candidate.fed] = start
      score(candidate, after: shared, fedFrom: start, option: firstOption + number)
    }
    batch.options.append(Span32(firstOption, candidates.count))
    batch.gold.append(Int32(gold))
  }

  /// Appends what a candidate feeds, and gives where it begins.
  private mutating func feed(_ tokens: [Int32], after shared: Span32, apart: Bool) -> Int {
    let start = batch.tokens.count
    append(tokens, position: Int(shared.count))
    if !apart {
      let whole = Span32(Int(shared.start), Int(shared.count) + tokens.count)
      // Without a shared part every different sequence stands for itself.
      let queries = shared.count > 0 ? whole : Span32(start, tokens.count)
      batch.segments.append(Segment(queries: queries))
    } else if !tokens.isEmpty {
      batch.segments.append(Segment(queries: Span32(start, tokens.count), context: shared))
    }
    return start
  }

  private mutating func append(_ tokens: [Int32], position: Int) {
    batch.tokens += tokens
    batch.positions += tokens.indices.map { Int32(position + $0) }
  }

  private mutating func score(
    _ candidate: Continuation, after shared: Span32, fedFrom start: Int, option: Int
  ) {
    let prompt = Int(shared.count)
    for (place, target) in zip(candidate.places, candidate.targets) {
      let row = place < prompt ? Int(shared.start) + place : start + place - prompt
      if scoredRow[row] == nil {
        scoredRow[row] = Int32(batch.scored.count)
        batch.scored.append(Int32(row))
      }
      batch.pickRows.append(scoredRow[row] ?? 0)
      batch.pickTokens.append(target)
      batch.pickOptions.append(Int32(option))
    }
  }
}
