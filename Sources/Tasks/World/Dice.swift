import Statistics

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
