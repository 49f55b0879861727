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

/// What happens to texts: to their lines, numbers, words and brackets.
enum TextDamage {
  private static let numbers = [
    "0", "-1", "1e999", "-1e-999", "0.5", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "4294967296", "2147483647", "16777217", "1e5", "NaN", "Infinity", "00",
  ]
  private static let words = [
    "{", "}", "[", "]", "\"", "'", ",", ":", "null", "true", "\\u0000", "\\ud800", "\\", "\u{0}",
    "../", "/dev/zero", "{a,b}", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", "&a [*a, *a]", "*a",
    "!!binary x", "<<: *a", "---\n", "\t", "\r", "\n", "  ", "- ", "<", "</", "&lt;", "<![CDATA[",
    "%s", "{{x}}", "|", "~", "é", "e\u{301}", "\u{FEFF}", "\u{202E}", "𝕏", "#",
  ]

  static func apply(
    to bytes: inout [UInt8], from seeds: [[UInt8]], _ random: inout SplitMix
  ) {
    switch random.index(below: 9) {
    case 0: changeNumber(&bytes, &random)
    case 1, 2: changeLines(&bytes, &random)
    case 3: insert(words[random.index(below: words.count)], into: &bytes, &random)
    case 4: nest(&bytes, &random)
    case 5, 6: exchange(&bytes, with: seeds[random.index(below: seeds.count)], &random)
    case 7: repeatWord(&bytes, &random)
    default: removeBracket(&bytes, &random)
    }
  }

  private static func insert(
    _ word: String, into bytes: inout [UInt8], _ random: inout SplitMix
  ) {
    bytes.insert(contentsOf: Array(word.utf8), at: random.index(below: bytes.count + 1))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == 0x5F || byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20)
  }

  /// A run of bytes that the next one at or behind a random place belongs to; nil without one.
  private static func run(
    in bytes: [UInt8], _ random: inout SplitMix, where belongs: (UInt8) -> Bool
  ) -> Range<Int>? {
    guard !bytes.isEmpty else { return nil }
    let from = random.index(below: bytes.count)
    guard let start = bytes[from...].firstIndex(where: belongs) else { return nil }
    let end = bytes[start...].firstIndex { !belongs($0) } ?? bytes.count
    return start..<end
  }

  private static func changeNumber(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard let place = run(in: bytes, &random, where: isDigit) else { return }
    bytes.replaceSubrange(place, with: Array(numbers[random.index(below: numbers.count)].utf8))
  }

  private static func changeLines(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let (one, other) = (random.index(below: lines.count), random.index(below: lines.count))
    switch random.index(below: 3) {
    case 0: lines.remove(at: one)
    case 1: lines.insert(lines[one], at: other)
    default: lines.swapAt(one, other)
    }
    bytes = Array(lines.joined(separator: [0x0A]))
  }

  /// Brackets within brackets, closed or not.
  private static func nest(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let depth = 1 << random.index(below: 14)
    let pairs = [("[", "]"), ("{\"a\":", "}"), ("- ", ""), ("<dict>", "</dict>"), ("(", ")")]
    let (open, close) = pairs[random.index(below: pairs.count)]
    let ends = random.index(below: 2) == 0 ? String(repeating: close, count: depth) : ""
    insert(String(repeating: open, count: depth) + "1" + ends, into: &bytes, &random)
  }

  /// A word of this text becomes one of another.
  private static func exchange(
    _ bytes: inout [UInt8], with other: [UInt8], _ random: inout SplitMix
  ) {
    guard let place = run(in: bytes, &random, where: isWord),
      let word = run(in: other, &random, where: isWord)
    else { return }
    bytes.replaceSubrange(place, with: other[word])
  }

  /// One word becomes a very long one.
  private static func repeatWord(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard let place = run(in: bytes, &random, where: isWord) else { return }
    let times = 1 << random.index(below: 12)
    let word = Array(bytes[place].prefix(64))
    bytes.insert(contentsOf: (0..<times).flatMap { _ in word }, at: place.lowerBound)
  }

  private static func removeBracket(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let brackets = Set("{}[]()<>\"',:=".utf8)
    guard let place = run(in: bytes, &random, where: brackets.contains) else { return }
    bytes.remove(at: place.lowerBound)
  }
}
