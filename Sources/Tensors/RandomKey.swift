import CKernels

/// What a stream of random numbers is for; streams of one key are independent.
public enum RandomStream: UInt32, Sendable {
  case directions = 0
  case rounding = 1
  case initialization = 2
  case batches = 3
  case mask = 4
}

/// The address of a stream of random numbers: a key, never a generator with a state.
///
/// Threefry4x32-13 is evaluated at counters that name the element, under key words that name this
/// key, the tensor and the stream, so any part can be made again, in any order, on any thread.
public struct RandomKey: Hashable, Codable, Sendable {
  /// The key itself, 64 bits.
  public let value: UInt64

  /// A key that is known, such as one from a log.
  public init(value: UInt64) { self.value = value }

  /// The root key of a seed.
  public init(seed: Int) {
    self = RandomKey(value: 0x7a6f_6265_6e63_6801).folding(UInt64(bitPattern: Int64(seed)))
  }

  /// A key that is a function of this one and `number`: one per step, per query, ….
  public func folding(_ number: UInt64) -> RandomKey {
    let words = Threefry.block(
      counter: Self.counter(number), key: keyWords(tensor: 0, stream: Self.foldingStream))
    return RandomKey(value: UInt64(words[0]) | UInt64(words[1]) << 32)
  }

  /// Block `index` of a stream: four 32-bit words.
  public func words(
    _ stream: RandomStream, tensor: Int = 0, block index: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    let words = Threefry.block(
      counter: Self.counter(index), key: keyWords(tensor: tensor, stream: stream.rawValue))
    return (words[0], words[1], words[2], words[3])
  }

  /// Of no `RandomStream`: keys are made apart from what they address.
  private static let foldingStream: UInt32 = 0xf01d

  private static func counter(_ index: UInt64) -> SIMD4<UInt32> {
    SIMD4(UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32), 0, 0)
  }

  private func keyWords(tensor: Int, stream: UInt32) -> SIMD4<UInt32> {
    SIMD4(
      UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32),
      UInt32(truncatingIfNeeded: tensor), stream)
  }

  func site(tensor: Int, stream: RandomStream) -> zo_site {
    let words = keyWords(tensor: tensor, stream: stream.rawValue)
    return zo_site(key: (words[0], words[1]), tensor: words[2], stream: words[3])
  }
}

/// Random integers of one key, one after another, for shuffles.
public struct RandomIntegers: RandomNumberGenerator {
  private let key: RandomKey
  private let stream: RandomStream
  private var index: UInt64 = 0

  /// The integers of a stream of a key, from the first on.
  public init(_ key: RandomKey, _ stream: RandomStream) {
    self.key = key
    self.stream = stream
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let words = key.words(stream, block: index)
    index += 1
    return UInt64(words.0) | UInt64(words.1) << 32
  }
}

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
