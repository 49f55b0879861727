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
