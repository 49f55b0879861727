import Tensors

/// Reads stored steps; nil as soon as something is missing or means nothing.
struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0
  private var isBroken = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all was read, or the rest is the beginning of a step that was never finished.
  var isAtEnd: Bool { !isBroken }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - place else { return nil }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func word() -> UInt64? {
    take(8)?.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
  }

  private mutating func float() -> Float? {
    take(4).map { bytes in
      Float(
        bitPattern: bytes.enumerated().reduce(UInt32(0)) {
          $0 | UInt32($1.element) << (8 * UInt32($1.offset))
        })
    }
  }

  private mutating func number() -> Int? {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 63, by: 7) {
      guard let byte = take(1)?.first else { return nil }
      value |= UInt64(byte & 0x7f) << UInt64(shift)
      if byte & 0x80 == 0 { return Int(value) }
    }
    isBroken = true
    return nil
  }

  /// An optimizer has others beside it, and these have none beside them.
  private static let deepest = 4

  mutating func estimate(key: RandomKey, depth: Int = 0) -> Estimate? {
    guard let flags = take(1)?.first else { return nil }
    guard flags < 16, depth < Self.deepest else {
      isBroken = true
      return nil
    }
    guard let loss = float(), let terms = terms(key: key) else { return nil }
    var estimate = Estimate(loss: loss, terms: terms)
    if flags & StepFlags.deviation != 0 {
      guard let deviation = float() else { return nil }
      estimate.deviation = deviation
    }
    if flags & StepFlags.curvature != 0 {
      guard let curvature = float() else { return nil }
      estimate.curvature = curvature
    }
    if flags & StepFlags.shift != 0 {
      guard let shift = self.terms(key: key) else { return nil }
      estimate.shift = shift
    }
    guard flags & StepFlags.beside != 0 else { return estimate }
    guard let others = number(), others <= 16 else { return nil }
    for number in 0..<others {
      let other = self.estimate(key: Iterate.key(beside: number, key), depth: depth + 1)
      guard let other else { return nil }
      estimate.beside.append(other)
    }
    return estimate
  }

  private mutating func terms(key: RandomKey) -> [DirectionTerm]? {
    guard let count = number() else { return nil }
    var terms: [DirectionTerm] = []
    for _ in 0..<count {
      guard let tag = number() else { return nil }
      let termKey: RandomKey
      switch tag >> 1 {
      case 0:
        guard let value = word() else { return nil }
        termKey = RandomKey(value: value)
      case 1: termKey = Anchor.key
      default: termKey = key.folding(UInt64(tag >> 1 - 2))
      }
      var part = 0
      if tag & 1 == 1 {
        guard let number = number() else { return nil }
        part = number
      }
      guard let scale = float() else { return nil }
      terms.append(DirectionTerm(key: termKey, scale: scale, part: part))
    }
    return terms
  }
}
