/// A short text about three things that happened, a question about one of them, and its answer.
package struct Reading: Sendable {
  package var context: String
  package var question: String
  /// Words of the text.
  package var answer: String

  /// The three facts differ, so that only one answers the question.
  static func roll(_ dice: inout Dice, zone: Zone) -> Reading {
    var puzzles: [Puzzle] = []
    while puzzles.count < 3 {
      let puzzle = Puzzle.roll(&dice, zone: zone)
      if !puzzles.contains(where: { $0.after == puzzle.after }) { puzzles.append(puzzle) }
    }
    let asked = dice.pick(puzzles)
    return Reading(
      context: puzzles.map(\.statedFirst).joined(separator: " "),
      question: (asked.article.isEmpty ? "who" : "what") + asked.after + " ?",
      answer: asked.article + asked.options[asked.gold])
  }
}

extension World {
  /// Texts with a question and its answer; none appears twice.
  package static func readings(seed: UInt64, zone: Zone, count: Int) -> [Reading] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let item = Reading.roll(&dice, zone: zone)
      return (item.context + "|" + item.question, item)
    }
  }
}
