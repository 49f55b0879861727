import Vocabulary

/// A parameter that nobody writes, held once for every store that reads it.
///
/// It lies in read-only pages: of the checkpoint's file itself, or of a copy in another format.
/// Either way its bytes are `weights` in the ledger that it was made with, until it is gone. One
/// that is streamed from the file is resident only while an operation reads it: a store that has
/// such ones enters the largest of them.
package final class FrozenTensor: Sendable {
  /// What keeps the memory.
  private enum Backing: Sendable {
    case file(MappedFile, start: Int)
    case copy(ReadOnlyPages)
  }

  /// The format of its elements.
  package let format: StorageFormat
  /// Elements in it.
  package let count: Int
  /// How it is stored when it is a matrix of integers; nil of floats.
  package let grid: IntegerGrid?
  /// Whether it is read from the checkpoint's file in place.
  package let isMapped: Bool
  /// Whether it leaves memory after every use.
  package let isStreamed: Bool
  let ledger: Ledger
  private let backing: Backing
  private let address: UInt

  /// Bytes that it holds.
  package var byteCount: Int { Self.byteCount(count, format, grid) }

  private static func byteCount(
    _ count: Int, _ format: StorageFormat, _ grid: IntegerGrid?
  ) -> Int { grid?.byteCount ?? count * format.byteCount }

  /// Elements of a file, in place, from byte `start`, which must be aligned for `format`.
  init(
    _ file: MappedFile, from start: Int, count: Int, format: StorageFormat,
    streaming: Bool = false, in ledger: Ledger
  ) throws(OutOfMemory) {
    precondition(start % format.byteCount == 0, "elements must be aligned")
    precondition(start + count * format.byteCount <= file.count, "bytes beyond the file")
    if !streaming { try ledger.credit(count * format.byteCount, to: .weights) }
    isStreamed = streaming
    self.ledger = ledger
    self.format = format
    self.count = count
    grid = nil
    backing = .file(file, start: start)
    address = file.address(of: start)
    isMapped = true
  }

  /// A copy of stored elements, converted from `source` to `format`, or to integers of `grid`.
  ///
  /// - Parameters:
  ///   - columns: of the tensor, if the bytes are plain elements of its transpose.
  ///   - overflow: what of them the format cannot hold is added to it.
  init(
    copying bytes: UnsafeRawBufferPointer, as source: StoredElements, count: Int,
    to format: StorageFormat, grid: IntegerGrid? = nil, transposedTo columns: Int? = nil,
    in ledger: Ledger,
    _ overflow: inout Overflow
  ) throws(OutOfMemory) {
    let byteCount = Self.byteCount(count, format, grid)
    try ledger.credit(byteCount, to: .weights)
    do throws(OutOfMemory) {
      let pages = unsafe try ReadOnlyPages(count: byteCount) { start in
        let view =
          if let grid {
            unsafe WeightView(start, grid, count: count)
          } else { unsafe WeightView(start, format: format, count: count) }
        if let columns, let plain = source.plain {
          overflow += unsafe view.fill(transposing: bytes, as: plain, columns: columns)
        } else {
          overflow += unsafe view.fill(from: bytes, as: source)
        }
      }
      backing = .copy(pages)
      address = pages.address
    } catch {
      ledger.debit(byteCount, from: .weights)
      throw error
    }
    self.ledger = ledger
    self.format = format
    self.count = count
    self.grid = grid
    isMapped = false
    isStreamed = false
  }

  deinit {
    if !isStreamed { ledger.debit(byteCount, from: .weights) }
  }

  /// Gives the memory of a streamed tensor back; the next read is from the file.
  package func release() {
    guard isStreamed, case .file(let file, let start) = backing else { return }
    file.forget(start..<start + byteCount)
  }

  /// Has the file of a streamed tensor read ahead of its use.
  package func expect() {
    guard isStreamed, case .file(let file, let start) = backing else { return }
    file.expect(start..<start + byteCount)
  }

  /// The elements, for reading; valid while this object lives.
  package var view: WeightView {
    guard let base = unsafe UnsafeMutableRawPointer(bitPattern: address) else {
      preconditionFailure("pages have an address")
    }
    if let grid { return unsafe WeightView(base, grid, count: count, isWritable: false) }
    return unsafe WeightView(base, format: format, count: count, isWritable: false)
  }
}
