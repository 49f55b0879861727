import CKernels
import Vocabulary

/// A run of elements of one kind inside a buffer.
///
/// Bounds are checked when a part is taken; kernels check counts. The view does not keep the
/// buffer alive: views are made for a pass over the graph and not stored.
@safe public struct ElementView<Element: BitwiseCopyable> {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  /// Elements in it.
  public let count: Int

  @inlinable init(_ base: UnsafeMutablePointer<Element>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Elements `start ..< start + count`.
  @inlinable public func part(_ start: Int, _ count: Int) -> ElementView {
    precondition(start >= 0 && count >= 0 && start + count <= self.count, "part out of bounds")
    return unsafe ElementView(base + start, count: count)
  }

  /// One element.
  @inlinable public subscript(index: Int) -> Element {
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
  @inlinable public func copy(from source: ElementView) {
    precondition(source.count == count, "counts differ")
    unsafe base.update(from: source.base, count: count)
  }

  /// Copies an array here; the counts must agree.
  @inlinable public func copy(from source: [Element]) {
    precondition(source.count == count, "counts differ")
    unsafe source.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { unsafe base.update(from: start, count: count) }
    }
  }

  /// The elements as an array.
  @inlinable public var array: [Element] { (0..<count).map { unsafe base[$0] } }
}

/// A run of 32-bit floats inside a buffer.
public typealias FloatView = ElementView<Float>
/// A run of 64-bit floats inside a buffer, for what is fitted exactly.
public typealias DoubleView = ElementView<Double>
/// A run of 32-bit integers inside a buffer: token ids, positions, row numbers.
public typealias IntegerView = ElementView<Int32>

extension FloatView {
  /// The floats as stored weights.
  var weights: WeightView { unsafe WeightView(base, format: .f32, count: count) }
}

extension IntegerView {
  /// One element, to count with.
  @inlinable public subscript(index: Int) -> Int { Int(self[index] as Int32) }
}

extension DoubleView {
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
}

extension Buffer {
  /// The memory as 32-bit floats; valid while the buffer lives.
  public var floats: FloatView { elements() }

  /// The memory as 64-bit floats; valid while the buffer lives.
  public var doubles: DoubleView { elements() }

  /// The memory as 32-bit integers; valid while the buffer lives.
  public var integers: IntegerView { elements() }

  private func elements<Element>() -> ElementView<Element> {
    unsafe ElementView(
      rawBase.assumingMemoryBound(to: Element.self),
      count: byteCount / MemoryLayout<Element>.stride)
  }
}
