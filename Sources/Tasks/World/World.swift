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
