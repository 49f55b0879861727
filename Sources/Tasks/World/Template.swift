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
