/// `Q8_0`: 32 elements d · q, with q of eight bits and a sign.
enum BlockQ8N0: GGUFBlock {
  static let name = "Q8_0"
  static let code: UInt32 = 8
  static let count = 32
  static let byteCount = 34
  static let halves = [0]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let scale = block.half(0)
    for index in 0..<count { values[index] = scale * Float(block.signed(2 + index)) }
  }
}
