/// `Q5_1`: 32 elements d · q + m, with q of five bits; the fifth ones are together.
enum BlockQ5N1: GGUFBlock {
  static let name = "Q5_1"
  static let code: UInt32 = 7
  static let count = 32
  static let byteCount = 24
  static let halves = [0, 2]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let (scale, minimum) = (block.half(0), block.half(2))
    for index in 0..<count {
      let number = block.nibble(index, from: 8) | block.bit(index, from: 4) << 4
      values[index] = scale * Float(number) + minimum
    }
  }
}
