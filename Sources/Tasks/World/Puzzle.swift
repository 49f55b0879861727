/// A sentence about two people or things in which only sense tells which one a blank means.
public struct Puzzle: Sendable {
  /// Text before the blank, ending in a space.
  public var before: String
  public var options: [String]
  /// Text after the blank, beginning with a space.
  public var after: String
  public var gold: Int
  /// What happened: `Anna thanked Ben`.
  var event: String
  /// `the ` before things, nothing before people.
  var article: String

  /// The fact, then what came of it, as in `Ben had helped . Anna thanked Ben .`.
  var statedFirst: String { fact + " . " + event + " ." }
  /// What happened, then why, as in `Anna thanked Ben . the reason : Ben had helped .`.
  var withReason: String { event + " . the reason : " + fact + " ." }
  private var fact: String { article + options[gold] + after }

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
    let event = Template(schema.event).filled(slots)
    let options = schema.holes.map { slots[$0] ?? $0 }
    let article = schema.holes[0] == "{a}" ? "" : "the "
    return Puzzle(
      before: event + " because " + article, options: options,
      after: " " + schema.facts[gold], gold: gold, event: event,
      article: article)
  }
}

extension Puzzle {
  /// An event, and a fact that can only be true of the first or of the second who takes part.
  private struct Schema: Sendable {
    var event: String
    var holes = ["{a}", "{b}"]
    var facts: [String]
  }

  private static let schemas = [
    Schema(event: "{a} thanked {b}", facts: ["was grateful", "had helped"]),
    Schema(event: "{a} lent {b} the {tool}", facts: ["had two", "had none"]),
    Schema(event: "{a} could not lift {b}", facts: ["was too weak", "was too heavy"]),
    Schema(event: "{a} beat {b} in the race", facts: ["ran fast", "ran slowly"]),
    Schema(event: "{a} asked {b} for help", facts: ["was lost", "was wise"]),
    Schema(event: "{a} visited {b}", facts: ["had a free day", "was ill in bed"]),
    Schema(event: "{a} bought the {tool} from {b}", facts: ["needed one", "needed money"]),
    Schema(event: "{a} feared {b}", facts: ["was shy", "was strong"]),
    Schema(event: "{a} paid {b}", facts: ["owed money", "had done the work"]),
    Schema(event: "{a} taught {b} to swim", facts: ["swam well", "could not swim"]),
    Schema(
      event: "the {tool} did not fit in the {container}", holes: ["{tool}", "{container}"],
      facts: ["was too big", "was too small"]),
    Schema(
      event: "{a} put the {tool} in the {container}", holes: ["{tool}", "{container}"],
      facts: ["was lying on the floor", "was empty"]),
  ]
}
