#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
