/// `Q5_0`: 32 elements d · (q − 16), with q of five bits; the fifth ones are together.
enum BlockQ5N0: GGUFBlock {
  static let name = "Q5_0"
  static let code: UInt32 = 6
  static let count = 32
  static let byteCount = 22
  static let halves = [0]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let scale = block.half(0)
    for index in 0..<count {
      let number = block.nibble(index, from: 6) | block.bit(index, from: 2) << 4
      values[index] = scale * Float(number - 16)
    }
  }
}
