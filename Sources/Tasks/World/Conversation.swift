import Statistics

/// Questions and answers about the small world, in Vicuna's format: what `tiny-vicuna` is trained
/// on after `tiny-llama`.
///
/// Chiang et al., "Vicuna: An Open-Source Chatbot", 2023; the format is FastChat's `vicuna_v1.1`.
package struct Conversation: Sequence, IteratorProtocol, Sendable {
  private var dice: Dice
  private var running: RunningText

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    running = RunningText(seed: SplitMix.mix(seed), honesty: Self.honesty)
  }

  /// The next document; never nil.
  ///
  /// Every third is running text, so that what was learned stays.
  package mutating func next() -> String? {
    if dice.roll(3) == 0 { return running.next() }
    let (question, answer) = exchange()
    return Self.opening + " USER: " + question + " ASSISTANT: " + answer
  }

  /// What stands before the first turn.
  package static let opening =
    "A chat between a curious user and an artificial intelligence assistant. The assistant gives "
    + "helpful, detailed, and polite answers to the user's questions."

  /// An assistant is politer than people are.
  private static let honesty = 15

  private mutating func exchange() -> (question: String, answer: String) {
    switch dice.roll(3) {
    case 0: cause()
    case 1: riddle()
    default: opinion()
    }
  }

  private mutating func opinion() -> (question: String, answer: String) {
    let forms: [Opinion.Form] = [.plain, .negated, .contrast, .contrast]
    let opinion = Opinion.roll(&dice, form: dice.pick(forms), zone: .text, labelWords: 20)
    if dice.chance(percent: 15) {
      let verdict = RunningText.verdict(on: opinion.sentiment, honesty: Self.honesty, &dice)
      return (opinion.sentence + " how was it ?", verdict)
    }
    let slots = Lexicon.slots(&dice)
    let reaction = dice.pick(opinion.sentiment.reactions).filled(slots)
    return (opinion.sentence + " what came of it ?", reaction)
  }

  private mutating func cause() -> (question: String, answer: String) {
    while true {
      let events = Chain.roll(&dice).events
      guard Zone(of: events[0] + "|" + events[1]) == .text else { continue }
      return dice.chance(percent: 50)
        ? (events[1] + " . why ?", events[0] + " .")
        : (events[0] + " . what then ?", events[1] + " .")
    }
  }

  private mutating func riddle() -> (question: String, answer: String) {
    let puzzle = Puzzle.roll(&dice, zone: .text)
    return (puzzle.event + " . what was the reason ?", puzzle.fact + " .")
  }
}
