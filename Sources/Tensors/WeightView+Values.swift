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
