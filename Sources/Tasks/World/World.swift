import Statistics

/// A small world of short English texts, made from seeds, and the tasks that can be set on it.
///
/// It lets the program run without any download: a tiny model is pretrained on its running text
/// and fine-tuned on its tasks, which have the form of the real ones and use the same prompts.
package enum World {
  /// Endless documents; the same for the same seed on every machine.
  package static func runningText(seed: UInt64) -> RunningText { RunningText(seed: seed) }

  /// Endless conversations in Vicuna's format, a third of them running text.
  package static func conversations(seed: UInt64) -> Conversation { Conversation(seed: seed) }

  /// Sentences with a sentiment (0 negative, 1 positive); no sentence appears twice.
  package static func opinions(
    seed: UInt64, zone: Zone, count: Int
  ) -> [(sentence: String, label: Int)] {
    var dice = Dice(seed: seed)
    let forms: [Opinion.Form] = [
      .plain, .negated, .negated, .contrast, .contrast, .contrast, .scope, .scope,
    ]
    return distinct(count) {
      let opinion = Opinion.roll(&dice, form: dice.pick(forms), zone: zone)
      return (opinion.sentence, (opinion.sentence, opinion.sentiment.rawValue))
    }
  }

  /// Causes and effects to choose between; half of the wrong choices are right the other way.
  package static func consequences(seed: UInt64, zone: Zone, count: Int) -> [Consequence] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let item = Consequence.roll(&dice, zone: zone)
      return (item.premise + "|" + item.choices.joined(separator: "|"), item)
    }
  }

  /// Sentences with a blank that means one of two; no sentence appears twice.
  package static func puzzles(seed: UInt64, zone: Zone, count: Int) -> [Puzzle] {
    var dice = Dice(seed: seed)
    return distinct(count) {
      let puzzle = Puzzle.roll(&dice, zone: zone)
      return (puzzle.solved, puzzle)
    }
  }

  /// `count` values with different keys, in the order of their making; fewer when the world does
  /// not seem to have so many.
  static func distinct<Value>(_ count: Int, _ make: () -> (key: String, value: Value)) -> [Value] {
    var seen: Set<String> = []
    var values: [Value] = []
    for _ in 0..<100 * count where values.count < count {
      let (key, value) = make()
      if seen.insert(key).inserted { values.append(value) }
    }
    return values
  }
}

/// Where a statement of the small world may appear; decided by its words alone.
///
/// Whatever the seed, a statement of one zone is never generated for another, so pretraining text,
/// training examples and test examples are disjoint by construction.
package enum Zone: Hashable, Sendable {
  /// Pretraining text.
  case text
  /// Examples that train and dev are carved from.
  case train
  /// Examples that only test uses.
  case heldOut

  /// The zone of a statement: 60 % text, 20 % train, 20 % held out.
  package init(of statement: String) {
    switch Self.hash(statement) % 10 {
    case 0, 1: self = .train
    case 2, 3: self = .heldOut
    default: self = .text
    }
  }

  /// FNV-1a over the UTF-8 bytes, mixed.
  private static func hash(_ text: String) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return SplitMix.mix(value)
  }
}

/// The small world's own random numbers.
package struct Dice: Sendable {
  private var generator: SplitMix

  package init(seed: UInt64) { generator = SplitMix(seed: seed) }

  /// The next 64 bits.
  package mutating func next() -> UInt64 { generator.next() }

  /// A number in 0..<sides; `sides` must be positive.
  package mutating func roll(_ sides: Int) -> Int { generator.index(below: sides) }

  /// True in `percent` of 100 cases.
  package mutating func chance(percent: Int) -> Bool { roll(100) < percent }

  /// One element; the list must not be empty.
  package mutating func pick<Element>(_ list: [Element]) -> Element { list[roll(list.count)] }

  /// Two different elements; the list must hold at least two.
  package mutating func pickTwo<Element>(_ list: [Element]) -> (Element, Element) {
    let first = roll(list.count)
    let second = (first + 1 + roll(list.count - 1)) % list.count
    return (list[first], list[second])
  }
}

/// Where the examples of a part of a generated task come from.
struct MiniSource {
  var seed: UInt64
  var zone: Zone
  var count: Int

  init(_ part: SourcePart) {
    switch part {
    case .train: (seed, zone, count) = (2, .train, 2000)
    case .validation: (seed, zone, count) = (3, .heldOut, 1000)
    }
  }
}
