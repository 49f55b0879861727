/// An event, a question about its cause or its effect, and two choices.
package struct Consequence: Sendable {
  package enum Question: String, Sendable {
    case cause, effect
  }

  package var premise: String
  package var question: Question
  package var choices: [String]
  package var gold: Int

  /// Half of the wrong choices are events of another chain; the others are this chain's event on
  /// the other side of the premise, so that the question decides.
  static func roll(_ dice: inout Dice, zone: Zone) -> Consequence {
    while true {
      let chain = Chain.roll(&dice)
      let (cause, premise, effect) = (chain.events[0], chain.events[1], chain.events[2])
      let asksCause = dice.chance(percent: 50)
      let right = asksCause ? cause : effect
      guard Zone(of: asksCause ? "\(cause)|\(premise)" : "\(premise)|\(effect)") == zone else {
        continue
      }
      let reversed = asksCause ? effect : cause
      let wrong = dice.chance(percent: 50) ? reversed : Chain.stranger(to: chain, &dice)
      let gold = dice.roll(2)
      return Consequence(
        premise: premise + " .", question: asksCause ? .cause : .effect,
        choices: gold == 0 ? [right, wrong] : [wrong, right], gold: gold)
    }
  }
}
