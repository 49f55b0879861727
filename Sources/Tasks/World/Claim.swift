/// An opinion, and a claim that follows from it, that goes against it, or that has nothing to do
/// with it.
package struct Claim: Sendable {
  package enum Relation: Int, CaseIterable, Sendable {
    case entailment, contradiction, neutral
  }

  package var premise: String
  package var hypothesis: String
  package var relation: Relation

  static func roll(_ dice: inout Dice, zone: Zone) -> Claim {
    let relation = dice.pick(Relation.allCases)
    let opinion = Opinion.roll(&dice, form: dice.pick(forms), zone: zone)
    let slots = Lexicon.slots(&dice)
    let hypothesis =
      switch relation {
      case .entailment: dice.pick(opinion.sentiment.reactions).filled(slots)
      case .contradiction: dice.pick(opinion.sentiment.opposite.reactions).filled(slots)
      case .neutral: dice.pick(Chain.roll(&dice).events) + " ."
      }
    return Claim(
      premise: opinion.sentence, hypothesis: String(hypothesis.dropLast(" .".count)),
      relation: relation)
  }

  private static let forms: [Opinion.Form] = [.plain, .plain, .negated, .contrast]
}

extension World {
  /// Opinions with claims about them; no pair appears twice.
  package static func claims(seed: UInt64, zone: Zone, count: Int) -> [Claim] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let item = Claim.roll(&dice, zone: zone)
      return (item.premise + "|" + item.hypothesis, item)
    }
  }
}
