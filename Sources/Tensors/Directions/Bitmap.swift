import Experiments

/// One bit per element, entered in the ledger: which elements a step may touch.
public final class Bitmap {
  public let count: Int
  private let buffer: Buffer

  /// All bits are 0.
  public init(count: Int, ledger: Ledger) throws(OutOfMemory) {
    self.count = count
    buffer = try Buffer(byteCount: Self.byteCount(count), in: .directions, of: ledger)
  }

  /// Bytes that `count` bits take.
  public static func byteCount(_ count: Int) -> Int { (count + 7) / 8 }

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
    for index in 0..<view.count where !self[start + index] { unsafe view.base[index] = 0 }
  }
}
