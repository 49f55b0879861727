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
