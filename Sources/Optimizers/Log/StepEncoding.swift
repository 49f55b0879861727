import Tensors

// A step is: flags, the loss, its terms, and what the flags announce. A term is: a number that says
// which key (0: eight bytes follow; 1: the anchor; n + 2: query n of the step) with a bit that
// announces a part, the part, the scale.

enum StepFlags {
  static let deviation: UInt8 = 1
  static let curvature: UInt8 = 2
  static let shift: UInt8 = 4
  static let beside: UInt8 = 8
}

extension [UInt8] {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for byte in 0..<value.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
    }
  }

  private mutating func append(_ value: Float) { append(littleEndian: value.bitPattern) }

  /// Seven bits a byte, the lowest first.
  private mutating func append(number: Int) {
    var rest = UInt64(number)
    while rest > 0x7f {
      append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  mutating func append(_ estimate: Estimate, key: RandomKey) {
    precondition(estimate.terms != nil, "a gradient is in no log")
    var flags: UInt8 = 0
    if estimate.deviation != nil { flags |= StepFlags.deviation }
    if estimate.curvature != nil { flags |= StepFlags.curvature }
    if !estimate.shift.isEmpty { flags |= StepFlags.shift }
    if !estimate.beside.isEmpty { flags |= StepFlags.beside }
    append(flags)
    append(estimate.loss)
    append(estimate.terms ?? [], key: key)
    if let deviation = estimate.deviation { append(deviation) }
    if let curvature = estimate.curvature { append(curvature) }
    if !estimate.shift.isEmpty { append(estimate.shift, key: key) }
    guard !estimate.beside.isEmpty else { return }
    append(number: estimate.beside.count)
    for (number, other) in estimate.beside.enumerated() {
      append(other, key: Iterate.key(beside: number, key))
    }
  }

  private mutating func append(_ terms: [DirectionTerm], key: RandomKey) {
    append(number: terms.count)
    var next = 0
    for term in terms {
      let query = Self.query(of: term.key, step: key, near: next)
      let code = term.key == Anchor.key ? 1 : query.map { $0 + 2 } ?? 0
      append(number: code << 1 | (term.part == 0 ? 0 : 1))
      if code == 0 { append(littleEndian: term.key.value) }
      if term.part != 0 { append(number: term.part) }
      append(term.scale)
      next = query.map { $0 + 1 } ?? next
    }
  }

  /// The query whose key this is: the one expected, else one of the first.
  private static func query(of key: RandomKey, step: RandomKey, near next: Int) -> Int? {
    if step.folding(UInt64(next)) == key { return next }
    return (0..<16).first { step.folding(UInt64($0)) == key }
  }
}

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
