/// `Q4_1`: 32 elements d · q + m, with q of four bits.
enum BlockQ4N1: GGUFBlock {
  static let name = "Q4_1"
  static let code: UInt32 = 3
  static let count = 32
  static let byteCount = 20
  static let halves = [0, 2]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let (scale, minimum) = (block.half(0), block.half(2))
    for index in 0..<count {
      values[index] = scale * Float(block.nibble(index, from: 4)) + minimum
    }
  }
}
