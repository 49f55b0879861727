import Tensors

extension RandomKey {
  /// The key as four floats, exactly: sixteen bits in each, so that it can be part of a state.
  var floats: [Float] { (0..<4).map { Float(value >> (16 * UInt64($0)) & 0xffff) } }

  init(floats: [Float]) {
    let parts = floats.prefix(4).enumerated()
    let value = parts.reduce(UInt64(0)) { $0 | UInt64($1.element) << (16 * UInt64($1.offset)) }
    self.init(value: value)
  }
}
