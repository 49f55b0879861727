import Vocabulary

/// A run of stored weights, in whatever format they are kept.
@safe public struct WeightView {
  /// The first element; of integers, the first of their matrix.
  let base: UnsafeMutableRawPointer
  /// The format of its elements.
  public let format: StorageFormat
  /// Elements in it.
  public let count: Int
  /// Whether they may be changed; frozen parameters are only read.
  public let isWritable: Bool
  /// The matrix of which they are elements when they are integers.
  package let grid: IntegerGrid?
  /// The place of the first element in its matrix of integers; 0 of floats.
  let first: Int

  init(
    _ base: UnsafeMutableRawPointer, format: StorageFormat, count: Int, isWritable: Bool = true
  ) {
    precondition(!format.isInteger, "integers are of a matrix")
    unsafe self.base = unsafe base
    self.format = format
    self.count = count
    self.isWritable = isWritable
    grid = nil
    first = 0
  }

  /// Elements of a matrix of integers that begins at `base`.
  init(
    _ base: UnsafeMutableRawPointer, _ grid: IntegerGrid, first: Int = 0, count: Int,
    isWritable: Bool = true
  ) {
    unsafe self.base = unsafe base
    format = grid.format
    self.count = count
    self.isWritable = isWritable
    self.grid = grid
    self.first = first
  }

  /// Elements `start ..< start + count`.
  public func part(_ start: Int, _ count: Int) -> WeightView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    guard let grid else {
      return unsafe WeightView(
        base + start * format.byteCount, format: format, count: count, isWritable: isWritable)
    }
    return unsafe WeightView(
      base, grid, first: first + start, count: count, isWritable: isWritable)
  }

  /// The weights themselves when they are stored as f32; nil otherwise.
  ///
  /// Those of a frozen parameter lie in read-only pages: they can be read, and nothing else.
  public var floats: FloatView? {
    guard format == .f32 else { return nil }
    return unsafe FloatView(base.assumingMemoryBound(to: Float.self), count: count)
  }

  /// The scales of the whole matrix when the weights are integers; nil otherwise.
  public var scales: FloatView? {
    guard let grid else { return nil }
    return unsafe FloatView(scaleBase(grid), count: grid.scaleCount)
  }

  func scaleBase(_ grid: IntegerGrid) -> UnsafeMutablePointer<Float> {
    unsafe (base + grid.integerBytes).assumingMemoryBound(to: Float.self)
  }

  /// Bytes of the elements; integers are counted as whole matrices with their scales.
  public var byteCount: Int {
    guard let grid else { return count * format.byteCount }
    precondition(count == grid.count, "a part of a matrix has no bytes of its own")
    return grid.byteCount
  }

  /// The stored bytes, for writing a checkpoint.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    unsafe try body(UnsafeRawBufferPointer(start: base, count: byteCount))
  }

  /// Overwrites the stored bytes; the counts must agree, and the parameter must not be frozen.
  public func copy(bytes source: UnsafeRawBufferPointer) {
    precondition(isWritable, "a frozen parameter is never written")
    precondition(source.count == byteCount, "counts differ")
    if let start = source.baseAddress {
      unsafe base.copyMemory(from: start, byteCount: source.count)
    }
  }
}

extension WeightView {
  /// The elements as an array of floats; for few of them.
  public var values: [Float] {
    var values = [Float](repeating: 0, count: count)
    unsafe values.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      Kernels.widen(self, into: unsafe FloatView(start, count: memory.count))
    }
    return values
  }
}

extension Slice {
  /// A block of a model: the stack that it is in and its number there.
  public struct Block: Hashable, Sendable {
    /// What stands before the number: `model.decoder.layers`.
    public let stack: String
    /// The block, from 0.
    public let number: Int
  }
}

extension Slice.Block {
  /// Every family numbers its blocks in the names of their parameters, such as
  /// `….layers.3.fc1.weight` or `h.3.mlp.c_fc.weight`: the first part that is a number says which.
  init?(of name: String) {
    let parts = name.split(separator: ".")
    for (place, part) in parts.enumerated() where place > 0 {
      guard part.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(part) else {
        continue
      }
      self.init(stack: parts[..<place].joined(separator: "."), number: number)
      return
    }
    return nil
  }
}
