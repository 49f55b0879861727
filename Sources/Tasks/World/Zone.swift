import Statistics

/// Where a statement of the small world may appear; decided by its words alone.
///
/// Whatever the seed, a statement of one zone is never generated for another, so pretraining text,
/// training examples and test examples are disjoint by construction.
package enum Zone: Hashable, Sendable {
  /// Pretraining text.
  case text
  /// Examples that train and dev are carved from.
  case train
  /// Examples that only test uses.
  case heldOut

  /// The zone of a statement: 60 % text, 20 % train, 20 % held out.
  package init(of statement: String) {
    switch Self.hash(statement) % 10 {
    case 0, 1: self = .train
    case 2, 3: self = .heldOut
    default: self = .text
    }
  }

  /// FNV-1a over the UTF-8 bytes, mixed.
  private static func hash(_ text: String) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return SplitMix.mix(value)
  }
}
