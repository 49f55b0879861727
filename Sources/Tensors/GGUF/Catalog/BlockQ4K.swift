/// `Q4_K`: 8 parts of 32 elements (d · s) · q − (e · m), with q of four bits, s and m of six.
enum BlockQ4K: GGUFBlock {
  static let name = "Q4_K"
  static let code: UInt32 = 12
  static let count = 256
  static let byteCount = 144
  static let halves = [0, 2]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let (d, e) = (block.half(0), block.half(2))
    for part in 0..<8 {
      let bits = block.sixBits(part, from: 4)
      let (scale, minimum) = (d * bits.scale, e * bits.minimum)
      for index in 0..<32 {
        let number = block[16 + part / 2 * 32 + index] >> (part % 2 * 4) & 0xF
        values[part * 32 + index] = scale * Float(number) - minimum
      }
    }
  }
}
