/// A kind of block in GGUF files: elements that are quantized together, with their scales.
///
/// Blocks are widened by the operations of `gguf.quants` (PyPI `gguf`), in f32 and in its order,
/// so that the floats have its bits. A new kind is a file in `Catalog` and a line in `GGUFBlocks`.
protocol GGUFBlock: Sendable {
  /// Its name in `ggml.h`, without `GGML_TYPE_`.
  static var name: String { get }
  /// Its number in a file.
  static var code: UInt32 { get }
  /// Elements of a block.
  static var count: Int { get }
  /// Bytes of a block.
  static var byteCount: Int { get }
  /// Where in a block its factors of binary16 are, by which every element is multiplied or moved.
  static var halves: [Int] { get }
  /// Writes the elements of one block.
  static func widen(_ block: BlockBytes, into values: FloatView)
}

extension GGUFBlock {
  /// Widens whole blocks in a row.
  static func widen(_ bytes: UnsafeRawBufferPointer, into target: FloatView) {
    let blocks = target.count / count
    precondition(blocks * count == target.count, "blocks are widened as a whole")
    precondition(bytes.count == blocks * byteCount, "counts differ")
    for block in 0..<blocks {
      let start = block * byteCount
      widen(
        unsafe BlockBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<start + byteCount])),
        into: target.part(block * count, count))
    }
  }
}

/// Every kind of block that can be read.
enum GGUFBlocks {
  static let all: [any GGUFBlock.Type] = [
    BlockQ4N0.self, BlockQ4N1.self, BlockQ5N0.self, BlockQ5N1.self, BlockQ8N0.self,
    BlockQ4K.self, BlockQ5K.self, BlockQ6K.self,
  ]

  static func type(named name: String) -> (any GGUFBlock.Type)? {
    all.first { $0.name == name }
  }
}

/// The bytes of one block, which must not be kept.
@safe struct BlockBytes {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

  subscript(index: Int) -> Int {
    precondition(unsafe index >= 0 && index < bytes.count, "a byte beyond the block")
    return unsafe Int(bytes[index])
  }

  /// A byte as a signed number.
  func signed(_ index: Int) -> Int { Int(Int8(truncatingIfNeeded: self[index])) }

  /// The four bits of element `index`, of 32 in 16 bytes: the low halves first.
  func nibble(_ index: Int, from start: Int) -> Int {
    self[start + index % 16] >> (index < 16 ? 0 : 4) & 0xF
  }

  /// The bit of element `index`, of 32 in 4 bytes.
  func bit(_ index: Int, from start: Int) -> Int { self[start + index / 8] >> (index % 8) & 1 }

  /// A number of IEEE 754 binary16.
  func half(_ start: Int) -> Float {
    let bits = UInt32(self[start] | self[start + 1] << 8)
    let (sign, exponent, fraction) = ((bits & 0x8000) << 16, bits >> 10 & 0x1F, bits & 0x3FF)
    switch exponent {
    case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The scale and the minimum of a part, of 8 in 12 bytes: six bits each.
  ///
  /// The first four have a byte each, whose top two bits belong to the last four.
  func sixBits(_ part: Int, from start: Int) -> (scale: Float, minimum: Float) {
    let (low, high) = (self[start + part % 4], self[start + 4 + part % 4])
    guard part >= 4 else { return (Float(low & 0x3F), Float(high & 0x3F)) }
    let rest = self[start + 8 + part % 4]
    return (Float(rest & 0xF | low >> 2 & 0x30), Float(rest >> 4 | high >> 2 & 0x30))
  }
}
