/// A sentence about two people or things in which only sense tells which one a blank means.
package struct Puzzle: Sendable {
  /// Text before the blank, ending in a space.
  package var before: String
  package var options: [String]
  /// Text after the blank, beginning with a space.
  package var after: String
  package var gold: Int
  /// What happened: `Anna thanked Ben`.
  var event: String
  /// `the ` before things, nothing before people.
  var article: String

  /// The fact, then what came of it, as in `Ben had helped . Anna thanked Ben .`.
  var statedFirst: String { fact + " . " + event + " ." }
  /// What happened, then why, as in `Anna thanked Ben . the reason : Ben had helped .`.
  var withReason: String { event + " . the reason : " + fact + " ." }
  /// What is true of the right one, as in `Ben had helped`.
  var fact: String { article + options[gold] + after }

  /// The whole sentence with the blank filled rightly; its zone is the puzzle's zone.
  var solved: String { before + options[gold] + after }

  static func roll(_ dice: inout Dice, zone: Zone) -> Puzzle {
    while true {
      let puzzle = roll(&dice)
      if Zone(of: puzzle.solved) == zone { return puzzle }
    }
  }

  private static func roll(_ dice: inout Dice) -> Puzzle {
    let schema = dice.pick(schemas)
    let slots = Lexicon.slots(&dice)
    let gold = dice.roll(2)
    let event = schema.event.filled(slots)
    let options = schema.holes.map { slots[$0] }
    let article = schema.holes[0] == .a ? "" : "the "
    return Puzzle(
      before: event + " because " + article, options: options,
      after: " " + schema.facts[gold], gold: gold, event: event,
      article: article)
  }
}

extension Puzzle {
  /// An event, and a fact that can only be true of the first or of the second who takes part.
  private struct Schema: Sendable {
    let event: Template
    let holes: [Hole]
    let facts: [String]

    init(event: String, holes: [Hole] = [.a, .b], facts: [String]) {
      self.event = Template(event)
      self.holes = holes
      self.facts = facts
    }
  }

  /// Mostly things of different kinds, so that kind and fact decide; who did what to whom among
  /// people is harder and rarer.
  private static let schemas = [
    Schema(event: "{a} thanked {b}", facts: ["was grateful", "had helped"]),
    Schema(event: "{a} beat {b} in the race", facts: ["ran fast", "ran slowly"]),
    Schema(event: "{a} taught {b} to swim", facts: ["swam well", "could not swim"]),
    things("the {tool} did not fit in the {container}", "was too big", "was too small"),
    things("the {container} did not fit in the {vehicle}", "was too wide", "was too narrow"),
    things("the {tool} broke the {container}", "was heavy", "was thin"),
    things("the {container} fell from the {vehicle}", "was badly tied", "was going too fast"),
    things("the {vehicle} hit the {plant}", "had no brakes", "stood on the road"),
    things("the {pet} hid under the {vehicle}", "was afraid", "was parked in the shade"),
    things("the {pet} slept in the {container}", "was tired", "was soft and warm"),
    things("the {pet} lay under the {plant}", "wanted some shade", "had many leaves"),
    things("the {pet} ran from the {tool}", "did not like noise", "was very loud"),
  ]

  /// A schema about things whose kinds stand in the event, in braces, in order.
  private static func things(_ event: String, _ first: String, _ second: String) -> Schema {
    let kinds = event.split(separator: " ").compactMap(Hole.init)
    return Schema(
      event: "in the {place} {a} saw that " + event, holes: kinds, facts: [first, second])
  }
}

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
