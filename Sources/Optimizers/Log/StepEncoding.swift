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
