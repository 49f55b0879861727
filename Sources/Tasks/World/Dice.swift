/// The small world's own random numbers: SplitMix64, the same on every machine.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct Dice: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number in 0..<sides; `sides` must be positive.
  package mutating func roll(_ sides: Int) -> Int {
    precondition(sides > 0)
    return Int(next().multipliedFullWidth(by: UInt64(sides)).high)
  }

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

  /// SplitMix64's output function: spreads every input bit over all output bits.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
