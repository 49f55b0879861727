import CKernels
import Vocabulary

/// One bit per element, entered in the ledger: which elements a step may touch.
public final class Bitmap {
  /// Bits in it.
  public let count: Int
  private let buffer: Buffer

  /// All bits are 0.
  public init(count: Int, ledger: Ledger) throws(OutOfMemory) {
    self.count = count
    buffer = try Buffer(Self.block(count), of: ledger)
  }

  /// The memory of `count` bits.
  public static func block(_ count: Int) -> Blueprint.Block { .bits("bitmap", count, .directions) }

  /// The bit of an element.
  public subscript(index: Int) -> Bool {
    get {
      precondition(index >= 0 && index < count, "index out of bounds")
      let byte = unsafe buffer.rawBase.load(fromByteOffset: index >> 3, as: UInt8.self)
      return byte >> (index & 7) & 1 == 1
    }
    set {
      precondition(index >= 0 && index < count, "index out of bounds")
      let bit: UInt8 = 1 << (index & 7)
      var byte = unsafe buffer.rawBase.load(fromByteOffset: index >> 3, as: UInt8.self)
      byte = newValue ? byte | bit : byte & ~bit
      unsafe buffer.rawBase.storeBytes(of: byte, toByteOffset: index >> 3, as: UInt8.self)
    }
  }

  /// Makes the elements of `view` zero whose bits are 0; its first element has bit `start`.
  public func keep(_ view: FloatView, from start: Int) {
    precondition(start >= 0 && start + view.count <= count, "part out of bounds")
    unsafe Kernels.table.keep_bits(view.count, buffer.rawBase, start, view.base)
  }

  /// Makes `zeros` of the bits in `range` 0 and the others 1, every choice as likely.
  ///
  /// Selection sampling (Knuth, algorithm S) by the numbers of the key's stream for masks. Several
  /// ranges may be drawn at once if no byte of eight bits has bits of two of them.
  public func draw(_ range: Range<Int>, zeros: Int, key: RandomKey, tensor: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "part out of bounds")
    precondition(zeros >= 0 && zeros <= range.count, "more zeros than bits")
    unsafe Kernels.table.draw_bits(
      range.count, zeros, key.site(tensor: tensor, stream: .mask), range.lowerBound,
      buffer.rawBase)
  }

  /// Makes each bit in `range` 0 with probability `share`, by the same numbers.
  public func draw(_ range: Range<Int>, share: Double, key: RandomKey, tensor: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "part out of bounds")
    precondition(share >= 0 && share <= 1, "no share")
    unsafe Kernels.table.draw_share(
      range.count, UInt64((share * 0x1p32).rounded(.up)),
      key.site(tensor: tensor, stream: .mask), range.lowerBound, buffer.rawBase)
  }
}
