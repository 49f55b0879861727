import Experiments
import Graphs
import Tasks

/// Packs encoded examples end to end into batches without padding.
///
/// Candidates share their prompt: its tokens are computed once and each candidate continues them
/// as a segment that sees the prompt. A candidate's last token is never fed, since nothing is
/// predicted from it; candidates of one token cost nothing but a column of the head.
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
    objective == .classification ? candidates(examples) : right(examples)
  }

  private mutating func add(_ example: EncodedExample, _ candidates: [Continuation], gold: Int) {
    let start = batch.tokens.count
    let firstOption = batch.options.last.map { Int($0.start) + Int($0.count) } ?? 0
    append(example.shared, position: 0)
    let shared = Span32(start, example.shared.count)
    if candidates.count == 1 {
      addOnly(candidates[0], after: shared, option: firstOption)
    } else {
      batch.segments.append(Segment(queries: shared))
      for (number, candidate) in candidates.enumerated() {
        addContinuation(candidate, after: shared, option: firstOption + number)
      }
    }
    batch.options.append(Span32(firstOption, candidates.count))
    batch.gold.append(Int32(gold))
  }

  /// A single candidate is one sequence with its prompt.
  private mutating func addOnly(_ candidate: Continuation, after shared: Span32, option: Int) {
    append(candidate.tokens.dropLast(), position: Int(shared.count))
    let count = Int(shared.count) + candidate.tokens.count - 1
    batch.segments.append(Segment(queries: Span32(Int(shared.start), count)))
    score(candidate, after: shared, fedFrom: Int(shared.start) + Int(shared.count), option: option)
  }

  private mutating func addContinuation(
    _ candidate: Continuation, after shared: Span32, option: Int
  ) {
    let fed = batch.tokens.count
    append(candidate.tokens.dropLast(), position: Int(shared.count))
    if candidate.tokens.count > 1 {
      batch.segments.append(
        Segment(queries: Span32(fed, candidate.tokens.count - 1), context: shared))
    }
    score(candidate, after: shared, fedFrom: fed, option: option)
  }

  private mutating func append(_ tokens: some Collection<Int32>, position: Int) {
    batch.tokens.append(contentsOf: tokens)
    batch.positions.append(
      contentsOf: (0..<tokens.count).map { Int32(position + $0) })
  }

  /// Token i of a continuation is predicted from token i − 1, the first from the prompt's last.
  private mutating func score(
    _ candidate: Continuation, after shared: Span32, fedFrom fed: Int, option: Int
  ) {
    for index in (candidate.tokens.count - candidate.scored)..<candidate.tokens.count {
      let from = index == 0 ? Int(shared.start) + Int(shared.count) - 1 : fed + index - 1
      if scoredRow[from] == nil {
        scoredRow[from] = Int32(batch.scored.count)
        batch.scored.append(Int32(from))
      }
      batch.pickRows.append(scoredRow[from] ?? 0)
      batch.pickTokens.append(candidate.tokens[index])
      batch.pickOptions.append(Int32(option))
    }
  }
}
