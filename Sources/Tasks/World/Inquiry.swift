/// A question about the small world and what kind of thing it asks for.
///
/// The kinds are TREC's: a description, an entity, an expression, a human, a location, a number.
enum Inquiry {
  /// A question of `kind`, from 0 to 5, in `zone`.
  static func question(of kind: Int, _ dice: inout Dice, zone: Zone) -> String {
    while true {
      let question = dice.pick(templates[kind]).filled(Lexicon.slots(&dice))
      if Zone(of: question) == zone { return question }
    }
  }

  /// How many kinds there are.
  static let kinds = templates.count

  private static let templates: [[Template]] = [
    [
      "why was {a} angry in the {place} ?", "how did {a} open the {container} for {b} ?",
      "why did {c} leave the {place} in {day} ?", "what made the {look} {pet} run from {a} ?",
      "how does {a} get home from the {place} ?",
    ],
    [
      "what fell from the {look} {vehicle} ?", "what did {a} buy for {b} ?",
      "what was in the {look} {container} of {a} ?", "which {tool} did {c} give to {a} ?",
      "what stands beside the {plant} in the {place} ?",
    ],
    [
      "what do you call a {look} {pet} in the {place} ?",
      "what is another word for a {look} {tool} ?",
      "what did {a} say to {b} in the {place} ?", "what is the {look} {plant} called by {a} ?",
      "what does {a} call the {look} {pet} ?",
    ],
    [
      "who broke the {look} {fragile} of {a} ?", "who loved the {look} {subject} in {day} ?",
      "whom did {a} thank for the {look} {tool} ?", "who told {b} to go to the {place} in {day} ?",
      "who saw {a} in the {place} ?",
    ],
    [
      "where did {a} lose the {tool} ?", "where is the {look} {vehicle} of {b} ?",
      "in which place did {a} see the {pet} ?", "from where did {c} come to {b} ?",
      "where does {a} keep the {look} {fragile} ?",
    ],
    [
      "when did {a} come back from the {place} with {b} ?", "how many days did {c} stay with {b} ?",
      "on which day was the {subject} of {a} ?", "how long was the {subject} of {b} ?",
      "how many times did {a} see the {look} {pet} ?",
    ],
  ].map { $0.map(Template.init) }
}

extension World {
  /// Questions with what kind of thing they ask for; no question appears twice.
  package static func inquiries(
    seed: UInt64, zone: Zone, count: Int
  ) -> [(question: String, label: Int)] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let kind = dice.roll(Inquiry.kinds)
      let question = Inquiry.question(of: kind, &dice, zone: zone)
      return (question, (question, kind))
    }
  }
}
