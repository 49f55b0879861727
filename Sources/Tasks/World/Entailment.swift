/// What happened, and a statement that is true of the one or of the other who took part.
package struct Entailment: Sendable {
  package var premise: String
  package var hypothesis: String
  /// Whether what happened means that the statement is true.
  package var isTrue: Bool

  /// Half of the statements are true; the others are what would be true of the other one.
  static func roll(_ dice: inout Dice, zone: Zone) -> Entailment {
    let puzzle = Puzzle.roll(&dice, zone: zone)
    let isTrue = dice.chance(percent: 50)
    let name = puzzle.options[isTrue ? puzzle.gold : 1 - puzzle.gold]
    return Entailment(
      premise: puzzle.event + " .", hypothesis: puzzle.article + name + puzzle.after,
      isTrue: isTrue)
  }
}

extension World {
  /// Statements that follow from what happened or do not; no pair appears twice.
  package static func entailments(seed: UInt64, zone: Zone, count: Int) -> [Entailment] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let item = Entailment.roll(&dice, zone: zone)
      return (item.premise + "|" + item.hypothesis, item)
    }
  }
}
