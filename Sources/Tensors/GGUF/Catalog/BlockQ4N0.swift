/// `Q4_0`: 32 elements d · (q − 8), with q of four bits.
enum BlockQ4N0: GGUFBlock {
  static let name = "Q4_0"
  static let code: UInt32 = 2
  static let count = 32
  static let byteCount = 18
  static let halves = [0]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let scale = block.half(0)
    for index in 0..<count {
      values[index] = scale * Float(block.nibble(index, from: 2) - 8)
    }
  }
}
