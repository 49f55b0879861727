/// A sentence with holes: words separated by single spaces, holes written `{name}`.
struct Template: Sendable {
  private enum Word: Sendable {
    case said(String)
    case hole(Hole)
  }

  private let words: [Word]

  init(_ text: String) {
    words = text.split(separator: " ").map { word in
      Hole(word).map(Word.hole) ?? .said(String(word))
    }
  }

  /// The sentence with every hole replaced by what `slots` says; empty words vanish.
  func filled(_ slots: Slots) -> String {
    var sentence = ""
    for word in words {
      let text =
        switch word {
        case .said(let text): text
        case .hole(let hole): slots[hole]
        }
      guard !text.isEmpty else { continue }
      if !sentence.isEmpty { sentence += " " }
      sentence += text
    }
    return sentence
  }
}

/// What a word of a template may stand for.
enum Hole: Int, CaseIterable, Sendable {
  case a, b, c, d, subject, adverb, not, fragile, vehicle, food, pet, plant, place, gate, tool
  case container, day, look, verb, same, other

  /// The hole written `{name}`; nil for other words, also those in braces.
  init?(_ word: some StringProtocol) {
    guard word.hasPrefix("{"), word.hasSuffix("}") else { return nil }
    let name = word.dropFirst().dropLast()
    guard let hole = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
    self = hole
  }
}

/// Fillings of holes; one that nothing fills stays as it is written.
struct Slots: Sendable {
  private static let unfilled = Hole.allCases.map { "{\($0)}" }
  private var words = Self.unfilled

  subscript(hole: Hole) -> String {
    get { words[hole.rawValue] }
    set { words[hole.rawValue] = newValue }
  }
}

/// The words of the small world.
enum Lexicon {
  static let names = [
    "Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Irene", "Jack", "Kate",
    "Leo", "Maria", "Nick", "Olga", "Paul",
  ]
  /// People in stories: the prompt of the choice task would lower-case a name.
  static let people = [
    "man", "woman", "boy", "girl", "farmer", "nurse", "doctor", "sailor", "baker", "singer",
    "driver", "student", "king", "queen", "thief", "judge",
  ]
  /// What people have opinions about.
  static let subjects = [
    "soup", "bread", "cake", "dinner", "film", "play", "concert", "book", "song", "story",
    "hotel", "beach", "garden", "museum", "market", "trip", "party", "game", "lesson", "speech",
    "room", "coat", "picture", "dance",
  ]
  static let adverbs = ["", "", "very", "really", "quite", "rather"]
  static let negations = ["not", "never", "hardly", "not really", "far from", "anything but"]
  static let fragile = ["glass", "vase", "cup", "plate", "lamp", "bottle"]
  static let vehicles = ["car", "bus", "truck", "boat"]
  static let foods = ["rice", "fish", "pie", "cheese", "cake", "bread"]
  static let pets = ["dog", "cat", "bird", "horse"]
  static let plants = ["rose", "tree", "grass", "bush"]
  static let places = ["park", "street", "forest", "village", "hall", "field"]
  static let gates = ["gate", "cage", "door", "window"]
  static let tools = ["book", "bike", "phone", "map", "knife", "rope"]
  static let containers = ["bag", "box", "drawer", "basket", "chest"]
  static let days = ["monday", "tuesday", "friday", "sunday", "summer", "winter", "spring"]
  static let looks = [
    "old", "new", "small", "big", "red", "green", "blue", "white", "long", "grey",
  ]

  /// Fresh fillings for every hole that the templates use.
  ///
  /// `{a}` and `{b}` are different people, as are `{c}` and `{d}`, who have no names.
  static func slots(_ dice: inout Dice) -> Slots {
    let (a, b) = dice.pickTwo(names)
    let (c, d) = dice.pickTwo(people)
    var slots = Slots()
    (slots[.a], slots[.b], slots[.c], slots[.d]) = (a, b, "the " + c, "the " + d)
    let (tool, container) = (dice.pick(tools), dice.pick(containers))
    // In this order: texts of a seed stay what they are.
    slots[.subject] = dice.pick(subjects)
    slots[.adverb] = dice.pick(adverbs)
    slots[.not] = dice.pick(negations)
    slots[.fragile] = dice.pick(fragile)
    slots[.vehicle] = dice.pick(vehicles)
    slots[.food] = dice.pick(foods)
    slots[.pet] = dice.pick(pets)
    slots[.plant] = dice.pick(plants)
    slots[.place] = dice.pick(places)
    slots[.gate] = dice.pick(gates)
    (slots[.tool], slots[.container]) = (tool, container)
    slots[.day] = dice.pick(days)
    slots[.look] = dice.pick(looks)
    return slots
  }
}
