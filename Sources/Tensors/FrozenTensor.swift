import Synchronization
import Vocabulary

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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

/// Memory that is filled once and read from then on: the processor refuses later writes.
@safe final class ReadOnlyPages: Sendable {
  let count: Int
  /// Where the first byte lies while this object lives; a number, so that the class is `Sendable`.
  let address: UInt

  /// Lends the pages to `fill`, then closes them to writing.
  ///
  /// - Parameter count: bytes, more than none.
  /// - Throws: `OutOfMemory` when the system gives no pages; its limit is then what was asked for.
  init(count: Int, fill: (UnsafeMutableRawPointer) -> Void) throws(OutOfMemory) {
    precondition(count > 0)
    let pages = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages = unsafe pages, unsafe pages != MAP_FAILED else {
      throw OutOfMemory(needed: count, limit: count)
    }
    unsafe fill(pages)
    let closed = unsafe mprotect(pages, count, PROT_READ)
    precondition(closed == 0, "pages of this process can be made read-only")
    self.count = count
    address = UInt(bitPattern: pages)
  }

  deinit {
    guard let start = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return }
    unsafe munmap(start, count)
  }
}

/// The frozen parameters in use, each held once however many cells read it.
///
/// The pool itself keeps nothing alive: a parameter is freed with the last store that reads it.
package final class WeightPool: Sendable {
  /// A parameter of a model in a storage format.
  package struct Key: Hashable, Sendable {
    /// The digest of the checkpoint.
    package var model: ContentDigest
    /// The parameter's name.
    package var name: String
    /// The format in which it is held.
    package var format: StorageFormat
    /// Whether it leaves memory after every use.
    package var isStreamed = false

    /// The key of a parameter in a format.
    package init(model: ContentDigest, name: String, format: StorageFormat) {
      self.model = model
      self.name = name
      self.format = format
    }
  }

  private struct Entry {
    weak var tensor: FrozenTensor?
  }

  /// Where each parameter is entered once.
  package let ledger: Ledger
  private let entries = Mutex<[Key: Entry]>([:])

  /// - Parameter ledger: of everything that shares; the ledgers of the cells report into it.
  package init(ledger: Ledger) { self.ledger = ledger }

  /// The parameter under `key`, made if no store holds it; others that ask wait meanwhile.
  package func tensor(
    _ key: Key, make: (Ledger) throws -> FrozenTensor
  ) throws -> FrozenTensor {
    try entries.withLock { entries in
      if let held = entries[key]?.tensor { return held }
      let made = try make(ledger)
      entries[key] = Entry(tensor: made)
      return made
    }
  }
}
