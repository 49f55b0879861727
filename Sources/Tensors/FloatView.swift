/// A run of 32-bit floats inside a buffer.
///
/// Bounds are checked when a part is taken; kernels check counts. The view does not keep the
/// buffer alive: views are made for a pass over the graph and not stored.
@safe public struct FloatView {
  let base: UnsafeMutablePointer<Float>
  public let count: Int

  init(_ base: UnsafeMutablePointer<Float>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Elements `start ..< start + count`.
  public func part(_ start: Int, _ count: Int) -> FloatView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    return unsafe FloatView(base + start, count: count)
  }

  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index out of bounds")
      return unsafe base[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "index out of bounds")
      unsafe base[index] = newValue
    }
  }

  /// Copies `source` here; the counts must agree.
  public func copy(from source: FloatView) {
    precondition(source.count == count, "counts differ")
    unsafe base.update(from: source.base, count: count)
  }

  public func copy(from source: [Float]) {
    precondition(source.count == count, "counts differ")
    unsafe source.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { unsafe base.update(from: start, count: count) }
    }
  }

  /// The elements as an array.
  public var array: [Float] { (0..<count).map { unsafe base[$0] } }
}

/// A run of stored weights, in whatever format they are kept.
@safe public struct WeightView {
  let base: UnsafeMutableRawPointer
  public let format: StorageFormat
  public let count: Int
  /// Whether they may be changed; frozen parameters are only read.
  public let isWritable: Bool

  init(
    _ base: UnsafeMutableRawPointer, format: StorageFormat, count: Int, isWritable: Bool = true
  ) {
    unsafe self.base = unsafe base
    self.format = format
    self.count = count
    self.isWritable = isWritable
  }

  /// Elements `start ..< start + count`.
  public func part(_ start: Int, _ count: Int) -> WeightView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    return unsafe WeightView(
      base + start * format.byteCount, format: format, count: count, isWritable: isWritable)
  }

  /// The weights themselves when they are stored as f32; nil otherwise.
  ///
  /// Those of a frozen parameter lie in read-only pages: they can be read, and nothing else.
  public var floats: FloatView? {
    guard format == .f32 else { return nil }
    return unsafe FloatView(base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// The stored bytes, for writing a checkpoint.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    unsafe try body(UnsafeRawBufferPointer(start: base, count: count * format.byteCount))
  }

  /// Overwrites the stored bytes; the counts must agree, and the parameter must not be frozen.
  public func copy(bytes source: UnsafeRawBufferPointer) {
    precondition(isWritable, "a frozen parameter is never written")
    precondition(source.count == count * format.byteCount, "counts differ")
    if let start = source.baseAddress {
      unsafe base.copyMemory(from: start, byteCount: source.count)
    }
  }
}
