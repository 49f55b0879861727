import Tensors

/// What else a step's key is used for, beside its queries: streams that never meet.
enum KeyPurpose: UInt64 {
  case mask = 1
  case leftFactor, rightFactor
  case drawing
  case mixture
  case pattern
  /// Of the weights, and of a query's direction in its probes and in its update.
  case weightRounding, probeRounding, updateRounding
}

extension RandomKey {
  /// The key of a purpose; queries fold small numbers, purposes fold large ones.
  func folding(_ purpose: KeyPurpose) -> RandomKey {
    folding(UInt64(1) << 63 | purpose.rawValue)
  }

  /// A number in 0 ..< 1, the `index`-th of this key, with 32 random bits.
  func fraction(_ index: Int = 0, tensor: Int = 0) -> Double {
    Double(words(.mask, tensor: tensor, block: UInt64(index)).0) * 0x1p-32
  }
}

extension RandomKey {
  /// The key as four floats, exactly: sixteen bits in each, so that it can be part of a state.
  var floats: [Float] { (0..<4).map { Float(value >> (16 * UInt64($0)) & 0xffff) } }

  init(floats: [Float]) {
    let parts = floats.prefix(4).enumerated()
    let value = parts.reduce(UInt64(0)) { $0 | UInt64($1.element) << (16 * UInt64($1.offset)) }
    self.init(value: value)
  }
}
