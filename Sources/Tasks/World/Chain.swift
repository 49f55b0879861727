/// Three things that happen one after the other, each because of the one before.
struct Chain: Sendable {
  var events: [String]

  /// A chain of the world with its holes filled.
  static func roll(_ dice: inout Dice) -> Chain {
    let slots = Lexicon.slots(&dice)
    return Chain(events: dice.pick(templates).map { $0.filled(slots) })
  }

  /// One event of another chain about the same people and things.
  static func stranger(to chain: Chain, _ dice: inout Dice) -> String {
    let words = chain.events.joined(separator: " ").split(separator: " ")
    let named = Set(zip(words, words.dropFirst()).filter { $0.0 == "the" }.map { String($0.1) })
    let person = Lexicon.people.first(where: named.contains)
    while true {
      var slots = Lexicon.slots(&dice)
      if let person { slots[.c] = "the " + person }
      let event = dice.pick(dice.pick(templates)).filled(slots)
      if !chain.events.contains(event) { return event }
    }
  }

  private static let templates: [[Template]] = [
    ["{c} dropped the {fragile}", "the {fragile} broke", "{c} bought a new {fragile}"],
    ["it rained all night", "the {place} was wet", "{c} walked slowly in the {place}"],
    ["{c} forgot the umbrella", "{c} got wet", "{c} caught a cold"],
    ["{c} studied hard", "{c} passed the test", "the teacher praised {c}"],
    ["{c} stayed up late", "{c} was tired", "{c} slept until noon"],
    ["{c} ate too much {food}", "{c} felt sick", "{c} drank tea"],
    ["{c} left the {gate} open", "the {pet} ran away", "{c} searched the {place}"],
    ["{c} lost the key", "{c} could not open the {gate}", "{c} slept in the {vehicle}"],
    ["the {vehicle} had no fuel", "the {vehicle} stopped", "{c} walked home"],
    ["{c} watered the {plant}", "the {plant} grew", "{c} cut the {plant}"],
    ["{c} burned the {food}", "the kitchen was full of smoke", "{c} opened the {gate}"],
    ["the snow was deep", "the school was closed", "{c} stayed at home"],
    ["{c} worked hard", "{c} earned money", "{c} bought a {vehicle}"],
    ["{c} told a joke", "everyone laughed", "{c} was proud"],
    ["the baby heard a noise", "the baby woke up", "{c} sang a song"],
    ["{c} trained every day", "{c} won the race", "{c} got a medal"],
    ["{c} kicked the ball", "the {fragile} fell", "the neighbour shouted at {c}"],
    ["the {pet} saw a mouse", "the {pet} jumped on the table", "{c} moved the {fragile}"],
    ["the sun was hot", "the ice melted", "{c} drank water"],
    ["{c} lied to {d}", "{d} was sad", "{c} said sorry"],
  ].map { $0.map(Template.init) }
}

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
