/// `Q5_K`: as `Q4_K`, with q of five bits; bit i of a byte is the fifth one of part i.
enum BlockQ5K: GGUFBlock {
  static let name = "Q5_K"
  static let code: UInt32 = 13
  static let count = 256
  static let byteCount = 176
  static let halves = [0, 2]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let (d, e) = (block.half(0), block.half(2))
    for part in 0..<8 {
      let bits = block.sixBits(part, from: 4)
      let (scale, minimum) = (d * bits.scale, e * bits.minimum)
      for index in 0..<32 {
        let low = block[48 + part / 2 * 32 + index] >> (part % 2 * 4) & 0xF
        let high = block[16 + index] >> part & 1
        values[part * 32 + index] = scale * Float(low | high << 4) - minimum
      }
    }
  }
}
