import Graphs
import Tasks

/// Documents with some tokens hidden: what a masked language model learns from.
///
/// Devlin et al. 2019, arXiv:1810.04805, section 3.1: of the chosen tokens 80 % become the mask,
/// 10 % any token, 10 % stay. The first and the last token, which are special, are never chosen.
/// Half of the documents hide tokens anywhere; the others only behind a random place, and most
/// there: what follows has to be told from what precedes it, not from its neighbours.
package struct MaskedDocuments {
  var mask: Int32
  /// Ids that a token may become are `firstWord..<vocabulary`.
  var firstWord: Int32
  var vocabulary: Int32
  var percent: Int

  private static let tailPercent = 70

  package init(mask: Int32, firstWord: Int32, vocabulary: Int32, percent: Int) {
    (self.mask, self.firstWord) = (mask, firstWord)
    (self.vocabulary, self.percent) = (vocabulary, percent)
  }

  package func batch(_ documents: [[Int32]], seed: UInt64) -> Batch {
    var dice = Dice(seed: seed)
    var batch = Batch()
    for ids in documents where ids.count > 2 { add(ids, to: &batch, &dice) }
    return batch
  }

  private func add(_ ids: [Int32], to batch: inout Batch, _ dice: inout Dice) {
    let start = batch.tokens.count
    let option = batch.options.count
    batch.tokens += ids
    batch.positions += ids.indices.map(Int32.init)
    batch.segments.append(Segment(queries: Span32(start, ids.count)))
    for index in chosen(ids.count, &dice) {
      batch.tokens[start + index] = hidden(ids[index], &dice)
      batch.pickRows.append(Int32(batch.scored.count))
      batch.scored.append(Int32(start + index))
      batch.pickTokens.append(ids[index])
      batch.pickOptions.append(Int32(option))
    }
    batch.options.append(Span32(option, 1))
    batch.gold.append(0)
  }

  /// At least one place, so that every document has a loss.
  private func chosen(_ count: Int, _ dice: inout Dice) -> [Int] {
    let isTail = dice.chance(percent: 50)
    let start = isTail ? 1 + dice.roll(count - 2) : 1
    let rate = isTail ? Self.tailPercent : percent
    let places = (start..<count - 1).filter { _ in dice.chance(percent: rate) }
    return places.isEmpty ? [1 + dice.roll(count - 2)] : places
  }

  private func hidden(_ id: Int32, _ dice: inout Dice) -> Int32 {
    switch dice.roll(10) {
    case ..<8: mask
    case 8: firstWord + Int32(dice.roll(Int(vocabulary - firstWord)))
    default: id
    }
  }
}
