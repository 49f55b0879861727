extension ParameterStore {
  /// Fills `slice` from stored bytes of another format, rounding to nearest even if it is narrower.
  ///
  /// - Parameter bytes: exactly the slice's elements, little-endian.
  public func fill(_ slice: Slice, from bytes: UnsafeRawBufferPointer, as source: StorageFormat) {
    precondition(unsafe bytes.count == slice.count * source.byteCount, "counts differ")
    let target = view(slice)
    guard source != format else { return unsafe target.copy(bytes: bytes) }
    guard let base = unsafe bytes.baseAddress else { return }
    let from = unsafe WeightView(
      UnsafeMutableRawPointer(mutating: base), format: source, count: slice.count)
    var piece = [Float](repeating: 0, count: min(slice.count, 4096))
    unsafe piece.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      let whole = unsafe FloatView(start, count: memory.count)
      for begin in stride(from: 0, to: slice.count, by: memory.count) {
        let part = whole.part(0, min(memory.count, slice.count - begin))
        Kernels.widen(from.part(begin, part.count), into: part)
        Kernels.narrow(part, into: target.part(begin, part.count))
      }
    }
  }

  /// Fresh weights: matrices and embeddings N(0, deviation²), scales 1, biases 0.
  public func initialize(_ key: RandomKey, deviation: Float) {
    for slice in layout.slices {
      var values = [Float](repeating: slice.kind == .scale ? 1 : 0, count: slice.count)
      unsafe values.withUnsafeMutableBufferPointer { memory in
        guard let start = memory.baseAddress else { return }
        let whole = unsafe FloatView(start, count: memory.count)
        if slice.kind == .matrix || slice.kind == .embedding {
          Kernels.addDirection(
            .gaussian, deviation, key: key, tensor: slice.index, start: 0, to: whole,
            stream: .initialization)
        }
        Kernels.narrow(whole, into: view(slice))
      }
    }
  }
}
