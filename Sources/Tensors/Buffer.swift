import CKernels
import Foundation
import Vocabulary

/// Memory with one owner: credited to an account of a ledger when made, debited when gone.
@safe public struct Buffer: ~Copyable {
  /// Size in bytes.
  public let byteCount: Int
  /// The account of the ledger that its bytes are entered in.
  public let account: Account
  private let ledger: Ledger
  private let base: UnsafeMutableRawPointer

  var rawBase: UnsafeMutableRawPointer { unsafe base }

  /// Zeroed memory, aligned to 64 bytes.
  ///
  /// - Throws: a limit of the ledger that this would pass, or that the system has no such memory.
  public init(
    byteCount: Int, in account: Account, of ledger: Ledger
  ) throws(OutOfMemory) {
    precondition(byteCount >= 0)
    try ledger.credit(byteCount, to: account)
    unsafe base = try Self.memory(byteCount, account, ledger)
    self.byteCount = byteCount
    self.account = account
    self.ledger = ledger
    unsafe zo_prefer_large_pages(base, byteCount)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Memory that was entered, which is taken back where the system has none.
  private static func memory(
    _ byteCount: Int, _ account: Account, _ ledger: Ledger
  ) throws(OutOfMemory) -> UnsafeMutableRawPointer {
    if let place = unsafe zo_allocate(byteCount, 64) { return unsafe place }
    let needed = ledger.live.total
    ledger.debit(byteCount, from: account)
    throw OutOfMemory(needed: needed, limit: needed - byteCount)
  }

  /// Room for `count` 32-bit floats.
  public init(floats count: Int, in account: Account, of ledger: Ledger) throws(OutOfMemory) {
    try self.init(byteCount: count * MemoryLayout<Float>.stride, in: account, of: ledger)
  }

  /// The memory of a block.
  public init(_ block: Blueprint.Block, of ledger: Ledger) throws(OutOfMemory) {
    try self.init(byteCount: block.byteCount, in: block.account, of: ledger)
  }

  deinit {
    unsafe free(base)
    ledger.debit(byteCount, from: account)
  }

  /// The memory as weights of a storage format; valid while the buffer lives.
  public func weights(_ format: StorageFormat) -> WeightView {
    unsafe WeightView(base, format: format, count: byteCount / format.byteCount)
  }

  /// A parameter that a store of `format` keeps from byte `start` on.
  func weights(_ slice: Slice, in format: StorageFormat, from start: Int) -> WeightView {
    precondition(start + format.byteCount(of: slice) <= byteCount, "part out of bounds")
    guard let grid = format.grid(of: slice) else {
      return unsafe WeightView(
        base + start, format: format.format(of: slice), count: slice.count)
    }
    return unsafe WeightView(base + start, grid, count: slice.count)
  }
}
