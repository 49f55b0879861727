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
/// Philox4x32-10 (Salmon et al., SC 2011) is evaluated at counters that name the element, the
/// tensor and the stream, so any part can be made again, in any order, on any thread.
public struct RandomKey: Hashable, Codable, Sendable {
  public let value: UInt64

  public init(value: UInt64) { self.value = value }

  /// The root key of a seed.
  public init(seed: Int) {
    self = RandomKey(value: 0x7a6f_6265_6e63_6801).folding(UInt64(bitPattern: Int64(seed)))
  }

  /// A key that is a function of this one and `number`: one per step, per query, ….
  public func folding(_ number: UInt64) -> RandomKey {
    let words = Self.block(
      counter: (
        UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32), 0, 0xf01d
      ),
      key: value)
    return RandomKey(value: UInt64(words.0) | UInt64(words.1) << 32)
  }

  /// Block `index` of a stream: four 32-bit words.
  public func words(
    _ stream: RandomStream, tensor: Int = 0, block index: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    Self.block(
      counter: (
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: tensor), stream.rawValue
      ), key: value)
  }

  /// Philox4x32 with ten rounds at one counter.
  public static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: UInt64, rounds: Int32 = 10
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    let c = [counter.0, counter.1, counter.2, counter.3]
    let k = [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)]
    var out: [UInt32] = [0, 0, 0, 0]
    unsafe zo_philox4x32(rounds, c, k, &out)
    return (out[0], out[1], out[2], out[3])
  }

  func site(tensor: Int, stream: RandomStream) -> zo_site {
    zo_site(
      key: (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)),
      tensor: UInt32(truncatingIfNeeded: tensor), stream: stream.rawValue)
  }
}

/// Random integers of one key, one after another, for shuffles.
public struct RandomIntegers: RandomNumberGenerator {
  private let key: RandomKey
  private let stream: RandomStream
  private var index: UInt64 = 0

  public init(_ key: RandomKey, _ stream: RandomStream) {
    self.key = key
    self.stream = stream
  }

  public mutating func next() -> UInt64 {
    let words = key.words(stream, block: index)
    index += 1
    return UInt64(words.0) | UInt64(words.1) << 32
  }
}
