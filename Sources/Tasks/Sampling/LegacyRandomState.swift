/// NumPy's legacy generator, so that our data samples are the ones that published results used.
///
/// MT19937 with the classic scalar seeding (Matsumoto and Nishimura 1998), and the masked
/// rejection that `RandomState.permutation` and `RandomState.randint` draw bounded numbers with.
package struct LegacyRandomState: Sendable {
  private static let length = 624
  private static let middle = 397

  private var state: [UInt32]
  private var position = Self.length

  package init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.length)
    for index in 1..<Self.length {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 bits.
  package mutating func next() -> UInt32 {
    if position == Self.length { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// A number in 0...limit by masked rejection; 0 without a draw when the limit is 0.
  package mutating func bounded(_ limit: UInt32) -> UInt32 {
    guard limit > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(limit.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= limit { return value }
    }
  }

  /// 0..<count in random order, as `RandomState.permutation`; at most 2³² numbers.
  package mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(bounded(UInt32(last))))
    }
    return order
  }

  private mutating func twist() {
    for index in 0..<Self.length {
      let y =
        (state[index] & 0x8000_0000) | (state[(index + 1) % Self.length] & 0x7FFF_FFFF)
      let other = state[(index + Self.middle) % Self.length]
      state[index] = other ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
  }
}
