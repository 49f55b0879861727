import Statistics

/// Makes damaged files out of whole ones; the same seed and number always give the same file.
struct Mutator {
  /// Larger files are no test of a reader, but of the disk.
  private static let largest = 1 << 20

  private let seeds: [[UInt8]]
  private let isText: Bool
  private let seed: UInt64

  init(_ seeds: [[UInt8]], isText: Bool, seed: UInt64) {
    self.seeds = seeds
    self.isText = isText
    self.seed = seed
  }

  /// The files themselves first, then mutants without end.
  func file(_ number: Int) -> [UInt8] {
    if number < seeds.count { return seeds[number] }
    var random = SplitMix(seed: SplitMix.mix(seed) &+ UInt64(number))
    var bytes = seeds[random.index(below: seeds.count)]
    for _ in 0...random.index(below: 4) {
      if isText, random.index(below: 3) > 0 {
        TextDamage.apply(to: &bytes, from: seeds, &random)
      } else {
        ByteDamage.apply(to: &bytes, from: seeds, &random)
      }
    }
    return Array(bytes.prefix(Self.largest))
  }
}

/// What may happen to any file.
enum ByteDamage {
  private static let numbers: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 40,
    1 << 60, 0x7FFF_FFFF_FFFF_FFFF, 1 << 63, .max,
  ]

  static func apply(
    to bytes: inout [UInt8], from seeds: [[UInt8]], _ random: inout SplitMix
  ) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(random.index(below: 256))) }
    let place = random.index(below: bytes.count)
    let end = min(
      bytes.count, place + 1 + random.index(below: random.index(below: 4) == 0 ? 4096 : 16))
    switch random.index(below: 9) {
    case 0, 1: bytes[place] ^= 1 << UInt8(random.index(below: 8))
    case 2: bytes[place] = UInt8(random.index(below: 256))
    case 3: overwrite(&bytes, at: place, &random)
    case 4: bytes.removeSubrange(place...)
    case 5: bytes.removeSubrange(place..<end)
    case 6: bytes.insert(contentsOf: bytes[place..<end], at: random.index(below: bytes.count + 1))
    case 7: splice(&bytes, at: place, seeds[random.index(below: seeds.count)], &random)
    default:
      bytes.insert(
        contentsOf: (place..<end).map { _ in UInt8(random.index(below: 256)) }, at: place)
    }
  }

  /// A number at the edges of its type, in either order of bytes.
  private static func overwrite(
    _ bytes: inout [UInt8], at place: Int, _ random: inout SplitMix
  ) {
    let width = 1 << random.index(below: 4)
    let value = numbers[random.index(below: numbers.count)]
    let isLittle = random.index(below: 4) > 0
    for index in 0..<width where place + index < bytes.count {
      let shift = UInt64(isLittle ? index : width - 1 - index) * 8
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  /// The beginning of one file and the end of another.
  private static func splice(
    _ bytes: inout [UInt8], at place: Int, _ other: [UInt8], _ random: inout SplitMix
  ) {
    guard !other.isEmpty else { return }
    bytes.replaceSubrange(place..., with: other[random.index(below: other.count)...])
  }
}
