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
