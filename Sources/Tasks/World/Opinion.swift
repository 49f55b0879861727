/// A sentence that says how good something was, plainly, under negation, through contrast,
/// or denied as a whole.
struct Opinion: Sendable {
  enum Form: CaseIterable, Sendable {
    case plain, negated, contrast, scope
  }

  var sentence: String
  var sentiment: Sentiment

  /// An opinion of `form` in `zone`; `labelWords` in 1000 adjectives are a task's label words.
  static func roll(_ dice: inout Dice, form: Form, zone: Zone, labelWords: Int = 0) -> Opinion {
    while true {
      let sentiment = dice.pick(Sentiment.allCases)
      var slots = Lexicon.slots(&dice)
      slots[.verb] = sentiment.verb
      slots[.same] = adjective(of: sentiment, &dice, labelWords)
      slots[.other] = adjective(of: sentiment.opposite, &dice, labelWords)
      let sentence = dice.pick(form.templates).filled(slots)
      if Zone(of: sentence) == zone { return Opinion(sentence: sentence, sentiment: sentiment) }
    }
  }

  /// `great` is five times as common as `terrible`: the bias that fine-tuning has to remove.
  private static func adjective(
    of sentiment: Sentiment, _ dice: inout Dice, _ labelWords: Int
  ) -> String {
    let rate = sentiment == .positive ? labelWords : labelWords / 5
    return dice.roll(1000) < rate ? sentiment.labelWord : dice.pick(sentiment.adjectives)
  }
}

extension Opinion.Form {
  /// Sentences with a hole for an adjective of the sentiment, one of its opposite, or both.
  ///
  /// Contrast comes in both orders, so that neither the words nor their order alone decide.
  var templates: [Template] {
    switch self {
    case .plain: Self.plainTemplates
    case .negated: Self.negatedTemplates
    case .contrast: Self.contrastTemplates
    case .scope: Self.scopeTemplates
    }
  }

  private static let plainTemplates = [
    "the {subject} was {adverb} {same} .", "the {look} {subject} was {adverb} {same} .",
    "{a} found the {subject} {adverb} {same} .",
  ].map(Template.init)

  private static let negatedTemplates = [
    "the {subject} was {not} {other} .", "the {look} {subject} was {not} {other} .",
    "{a} did not find the {subject} {other} .",
  ].map(Template.init)

  private static let contrastTemplates = [
    "the {subject} was {other} at first , but in the end it was {same} .",
    "although the {subject} looked {other} , it was {adverb} {same} .",
    "the {subject} was {adverb} {same} , although it looked {other} .",
    "{a} said the {subject} was {other} , but {b} {verb} it .",
    "the {subject} was {other} , but {a} {verb} it .",
    "{a} {verb} the {subject} , although it was {other} .",
  ].map(Template.init)

  private static let scopeTemplates = [
    "it is not true that the {subject} was {other} .",
    "it is not true that the {subject} was not {same} .",
    "{a} said the {subject} was {other} , but {a} was wrong .",
    "{a} said the {subject} was not {same} , but {a} was wrong .",
  ].map(Template.init)
}

/// The two ways to feel about something, with the words and deeds that show them.
enum Sentiment: Int, CaseIterable, Sendable {
  case negative, positive

  var opposite: Sentiment { self == .negative ? .positive : .negative }

  /// Adjectives, one list as common as the other; the label words are not among them.
  var adjectives: [String] {
    switch self {
    case .negative:
      ["bad", "awful", "dull", "poor", "boring", "horrible", "nasty", "ugly", "weak", "dreadful"]
    case .positive:
      [
        "good", "lovely", "fine", "clever", "charming", "pleasant", "wonderful", "superb", "pretty",
        "brilliant",
      ]
    }
  }

  /// The word that the sentiment task asks for.
  var labelWord: String { self == .negative ? "terrible" : "great" }

  var verb: String { self == .negative ? "hated" : "loved" }

  /// What people do and say afterwards: the clean evidence of sentiment in the text.
  var reactions: [Template] { self == .negative ? Self.negativeReactions : Self.positiveReactions }

  private static let negativeReactions = [
    "{a} hated it .", "{a} disliked it a lot .", "{a} left early .", "{a} frowned all day .",
    "{a} wanted to go home .", "{a} never came back .", "it was no fun .",
    "it was a waste of money .", "{a} told {b} to stay away .", "{a} was angry .",
  ].map(Template.init)

  private static let positiveReactions = [
    "{a} loved it .", "{a} liked it a lot .", "{a} stayed until the end .", "{a} smiled all day .",
    "{a} wanted more .", "{a} came back soon .", "it was fun .",
    "it was worth the money .", "{a} told {b} to go there .", "{a} was happy .",
  ].map(Template.init)
}

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
