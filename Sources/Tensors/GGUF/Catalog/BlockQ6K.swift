/// `Q6_K`: 16 parts of 16 elements (d · s) · (q − 32), with q of six bits, s of eight with a sign.
///
/// Four bits of q are in one place and two in another, by groups of 32 elements.
enum BlockQ6K: GGUFBlock {
  static let name = "Q6_K"
  static let code: UInt32 = 14
  static let count = 256
  static let byteCount = 210
  static let halves = [208]

  static func widen(_ block: BlockBytes, into values: FloatView) {
    let d = block.half(208)
    for index in 0..<count {
      let (half, group, place) = (index / 128, index / 32 % 4, index % 32)
      let low = block[half * 64 + group % 2 * 32 + place] >> (group / 2 * 4) & 0xF
      let high = block[128 + half * 32 + place] >> (group * 2) & 3
      let scale = d * Float(block.signed(192 + index / 16))
      values[index] = scale * Float((low | high << 4) - 32)
    }
  }
}
