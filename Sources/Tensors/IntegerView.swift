/// A run of 32-bit integers inside a buffer: token ids, positions, row numbers.
@safe public struct IntegerView {
  let base: UnsafeMutablePointer<Int32>
  /// Elements in it.
  public let count: Int

  init(_ base: UnsafeMutablePointer<Int32>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Elements `start ..< start + count`.
  public func part(_ start: Int, _ count: Int) -> IntegerView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    return unsafe IntegerView(base + start, count: count)
  }

  /// One element.
  public subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count, "index out of bounds")
    return unsafe Int(base[index])
  }

  /// Copies an array here; the counts must agree.
  public func copy(from source: [Int32]) {
    precondition(source.count == count, "counts differ")
    unsafe source.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { unsafe base.update(from: start, count: count) }
    }
  }
}

extension Buffer {
  /// The memory as 32-bit integers; valid while the buffer lives.
  public var integers: IntegerView {
    unsafe IntegerView(
      rawBase.assumingMemoryBound(to: Int32.self),
      count: byteCount / MemoryLayout<Int32>.stride)
  }
}
