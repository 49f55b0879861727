/// Threefry4x32, one block at a time: the readable twin of the C kernels' sixteen.
///
/// Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011: the rounds
/// of Threefish without the tweak. Only additions, rotations and exclusive ors, hence the same
/// words everywhere. Thirteen rounds are what the kernels use (`ZO_ROUNDS`) and have published
/// answers.
package enum Threefry {
  private static let parity: UInt32 = 0x1BD1_1BDA
  /// Of the words 1 and 3 (even rounds), 3 and 1 (odd rounds), for eight rounds.
  private static let rotations: [(UInt32, UInt32)] = [
    (10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20),
  ]

  /// The block of a counter: a bijection of the counters for every key.
  package static func block(
    counter: SIMD4<UInt32>, key: SIMD4<UInt32>, rounds: Int = 13
  ) -> SIMD4<UInt32> {
    var x = counter &+ key
    for round in 0..<rounds {
      let (first, second) = rotations[round % 8]
      let (p, q) = round % 2 == 0 ? (1, 3) : (3, 1)
      x[0] &+= x[p]
      x[p] = rotated(x[p], first) ^ x[0]
      x[2] &+= x[q]
      x[q] = rotated(x[q], second) ^ x[2]
      if round % 4 == 3 { x &+= injection((round + 1) / 4, of: key) }
    }
    return x
  }

  private static func rotated(_ x: UInt32, _ bits: UInt32) -> UInt32 {
    x &<< bits | x &>> (32 - bits)
  }

  /// The key and its parity word, rotated by `number` places, with `number` in the last word.
  private static func injection(_ number: Int, of key: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var words = SIMD4<UInt32>()
    for place in 0..<4 {
      let index = (number + place) % 5
      words[place] = index < 4 ? key[index] : parity ^ key[0] ^ key[1] ^ key[2] ^ key[3]
    }
    words[3] &+= UInt32(truncatingIfNeeded: number)
    return words
  }
}
