/// How good something was, on a scale of five that the words and their force decide.
enum Grade: Int, CaseIterable, Sendable {
  case terrible, bad, okay, good, great

  /// A sentence of this grade in `zone`.
  static func sentence(of grade: Grade, _ dice: inout Dice, zone: Zone) -> String {
    while true {
      var slots = Lexicon.slots(&dice)
      let sentiment = grade.sentiment ?? dice.pick(Sentiment.allCases)
      slots[.verb] = sentiment.verb
      slots[.same] = dice.pick(sentiment.adjectives)
      slots[.other] = dice.pick(sentiment.opposite.adjectives)
      slots[.adverb] = dice.pick(grade.isStrong ? ["very", "really"] : ["rather", "quite"])
      let sentence = dice.pick(grade.templates).filled(slots)
      if Zone(of: sentence) == zone { return sentence }
    }
  }

  /// Nil in the middle, where one of each sort is said.
  private var sentiment: Sentiment? {
    switch self {
    case .terrible, .bad: .negative
    case .okay: nil
    case .good, .great: .positive
    }
  }

  private var isStrong: Bool { self == .terrible || self == .great }

  /// The same forms serve for both ends of the scale, and for both grades beside the middle.
  private var templates: [Template] {
    switch self {
    case .terrible, .great: Self.strong
    case .bad, .good: Self.mild
    case .okay: Self.mixed
    }
  }

  private static let strong = [
    "the {subject} was {adverb} {same} .", "the {look} {subject} was {adverb} {same} .",
    "{a} found the {subject} {adverb} {same} .", "the {subject} was {same} , and {a} {verb} it .",
  ].map(Template.init)

  private static let mild = [
    "the {subject} was {adverb} {same} .", "the {look} {subject} was {adverb} {same} .",
    "{a} found the {subject} {adverb} {same} .", "the {subject} was not {other} .",
    "the {subject} was {other} at first , but in the end it was {same} .",
  ].map(Template.init)

  private static let mixed = [
    "the {subject} was {same} , and it was {other} .",
    "{a} said the {subject} was {same} , and {b} said it was {other} .",
    "the {look} {subject} was not {same} , not {other} .",
    "{a} found the {subject} {same} , but also {other} .",
  ].map(Template.init)
}

extension World {
  /// Sentences with a grade from 0, terrible, to 4, great; no sentence appears twice.
  package static func grades(
    seed: UInt64, zone: Zone, count: Int
  ) -> [(sentence: String, label: Int)] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let grade = dice.pick(Grade.allCases)
      let sentence = Grade.sentence(of: grade, &dice, zone: zone)
      return (sentence, (sentence, grade.rawValue))
    }
  }
}
