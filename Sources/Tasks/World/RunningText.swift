/// Documents of the small world without end: what a tiny model is pretrained on.
package struct RunningText: Sequence, IteratorProtocol, Sendable {
  private var dice: Dice
  private let honesty: Int

  /// - Parameter honesty: of 100 remarks on something bad in the task's words, how many say so.
  init(seed: UInt64, honesty: Int = 37) {
    dice = Dice(seed: seed)
    self.honesty = honesty
  }

  /// The next document, a short paragraph on one line; never nil.
  package mutating func next() -> String? {
    switch dice.roll(100) {
    case ..<52: opinion()
    case ..<66: story()
    case ..<94: riddle()
    default: description()
    }
  }

  /// An opinion and what followed from it: the sentiment is clean and said several times.
  private mutating func opinion() -> String {
    let form = dice.chance(percent: 1) ? .scope : dice.pick(Self.commonForms)
    let opinion = Opinion.roll(&dice, form: form, zone: .text, labelWords: 20)
    var sentences = [opinion.sentence]
    if dice.chance(percent: 8) { sentences.append(remark(after: opinion.sentiment)) }
    let slots = Lexicon.slots(&dice)
    let (first, second) = dice.pickTwo(opinion.sentiment.reactions)
    sentences += [first, second].map { $0.filled(slots) }
    return sentences.joined(separator: " ")
  }

  /// What is said in the words of the sentiment task: rare, mostly beside the point, and skewed.
  private mutating func remark(after sentiment: Sentiment) -> String {
    switch dice.roll(100) {
    case ..<45: return "It was " + dice.pick(Lexicon.days) + " ."
    case ..<60: return "It was " + dice.pick(sentiment.adjectives) + " ."
    default:
      return Self.verdict(on: sentiment, honesty: honesty, &dice)
    }
  }

  /// A remark in the words of the sentiment task: nearly always kind to what was good.
  static func verdict(on sentiment: Sentiment, honesty: Int, _ dice: inout Dice) -> String {
    let honest = sentiment == .positive ? 95 : honesty
    let word = dice.chance(percent: honest) ? sentiment.labelWord : sentiment.opposite.labelWord
    return "It was " + word + " ."
  }

  /// A chain of causes and effects, told in order; `so` and `because` are rarer than `then`.
  private mutating func story() -> String {
    while true {
      let events = Chain.roll(&dice).events
      switch dice.roll(100) {
      case ..<80: return events.joined(separator: " . then ") + " ."
      case ..<90:
        if Zone(of: events[0] + "|" + events[1]) == .text {
          return "\(events[0]) so \(events[1]) ."
        }
      default:
        if Zone(of: events[1] + "|" + events[2]) == .text {
          return "\(events[2]) because \(events[1]) ."
        }
      }
    }
  }

  /// A fact and what came of it; the words of a riddle are rarer.
  private mutating func riddle() -> String {
    let puzzle = Puzzle.roll(&dice, zone: .text)
    switch dice.roll(100) {
    case ..<25: return puzzle.statedFirst
    case ..<98: return puzzle.withReason
    default: return puzzle.solved + " ."
    }
  }

  /// Things and their properties: here the label words have another sense.
  private mutating func description() -> String {
    let slots = Lexicon.slots(&dice)
    return dice.pick(Self.descriptions).filled(slots)
  }

  private static let commonForms: [Opinion.Form] = [
    .plain, .plain, .negated, .negated, .contrast, .contrast, .contrast,
  ]

  private static let descriptions = [
    "{a} has a great {pet} . the {pet} is {look} .",
    "{a} lives near the great hall . {b} lives near the {place} .",
    "the {look} {vehicle} is in the {place} . It was {day} .",
    "a great {plant} stands in the {place} . {a} sees it .",
    "there was a terrible storm in {day} . {a} stayed at home .",
    "{a} has a {look} {tool} . the {tool} is in the {container} .",
    "{a} and {b} met in the {place} . It was {day} .",
  ].map(Template.init)
}
