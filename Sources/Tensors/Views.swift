import CKernels
import Vocabulary

/// A run of 32-bit floats inside a buffer.
///
/// Bounds are checked when a part is taken; kernels check counts. The view does not keep the
/// buffer alive: views are made for a pass over the graph and not stored.
@safe public struct FloatView {
  let base: UnsafeMutablePointer<Float>
  /// Elements in it.
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

  /// One element.
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

  /// Copies an array here; the counts must agree.
  public func copy(from source: [Float]) {
    precondition(source.count == count, "counts differ")
    unsafe source.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { unsafe base.update(from: start, count: count) }
    }
  }

  /// The floats as stored weights.
  var weights: WeightView { unsafe WeightView(base, format: .f32, count: count) }

  /// The elements as an array.
  public var array: [Float] { (0..<count).map { unsafe base[$0] } }
}

/// A run of 64-bit floats inside a buffer, for what is fitted exactly.
@safe public struct DoubleView {
  private let base: UnsafeMutablePointer<Double>
  /// Elements in it.
  public let count: Int

  fileprivate init(_ base: UnsafeMutablePointer<Double>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Elements `start ..< start + count`.
  public func part(_ start: Int, _ count: Int) -> DoubleView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    return unsafe DoubleView(base + start, count: count)
  }

  /// One element.
  public subscript(index: Int) -> Double {
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
  public func copy(from source: DoubleView) {
    precondition(source.count == count, "counts differ")
    unsafe base.update(from: source.base, count: count)
  }

  /// Sets every element.
  public func fill(_ value: Double) { unsafe base.update(repeating: value, count: count) }

  /// `self += scale · x`; the counts must agree.
  public func add(_ scale: Double, times x: DoubleView) {
    precondition(x.count == count, "counts differ")
    unsafe zo_double_add(count, scale, x.base, base)
  }

  /// `self += scale · x`; the counts must agree.
  public func add(_ scale: Double, times x: FloatView) {
    precondition(x.count == count, "counts differ")
    unsafe zo_mixed_add(count, scale, x.base, base)
  }

  /// Σ xᵢ·yᵢ; the counts must agree.
  public func dot(_ other: DoubleView) -> Double {
    precondition(other.count == count, "counts differ")
    return unsafe zo_double_dot(count, base, other.base)
  }

  /// Σ xᵢ·yᵢ, with single-precision y; the counts must agree.
  public func dot(_ other: FloatView) -> Double {
    precondition(other.count == count, "counts differ")
    return unsafe zo_mixed_dot(count, other.base, base)
  }

  /// The elements as an array.
  public var array: [Double] { (0..<count).map { unsafe base[$0] } }
}

extension Buffer {
  /// The memory as 64-bit floats; valid while the buffer lives.
  public var doubles: DoubleView {
    unsafe DoubleView(
      rawBase.assumingMemoryBound(to: Double.self),
      count: byteCount / MemoryLayout<Double>.stride)
  }
}

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
