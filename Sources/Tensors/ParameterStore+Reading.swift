extension WeightView {
  /// Overwrites with elements stored in another format, rounded to nearest even if need be.
  ///
  /// - Returns: what of them the format cannot hold.
  @discardableResult
  func fill(from bytes: UnsafeRawBufferPointer, as source: StorageFormat) -> Overflow {
    precondition(bytes.count == count * source.byteCount, "counts differ")
    var overflow = Overflow(format)
    guard source != format else {
      unsafe copy(bytes: bytes)
      return overflow
    }
    guard let base = bytes.baseAddress, count > 0 else { return overflow }
    let from = unsafe WeightView(
      UnsafeMutableRawPointer(mutating: base), format: source, count: count, isWritable: false)
    // Integers are stored by whole rows, so that every group is.
    let step = grid.map { max(4096 / $0.columns, 1) * $0.columns } ?? 4096
    var piece = [Float](repeating: 0, count: min(count, step))
    unsafe piece.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      let whole = unsafe FloatView(start, count: memory.count)
      for begin in stride(from: 0, to: count, by: memory.count) {
        let part = whole.part(0, min(memory.count, count - begin))
        Kernels.widen(from.part(begin, part.count), into: part)
        overflow.look(at: part)
        Kernels.narrow(part, into: self.part(begin, part.count))
      }
    }
    return overflow
  }
}

extension ParameterStore {
  /// Fills `slice` from stored bytes of another format, rounding to nearest even if it is narrower.
  ///
  /// Integers get new scales.
  ///
  /// - Parameter bytes: exactly the slice's elements, little-endian.
  /// - Returns: what of them the store's format cannot hold.
  @discardableResult
  public func fill(
    _ slice: Slice, from bytes: UnsafeRawBufferPointer, as source: StorageFormat
  ) -> Overflow {
    unsafe view(slice).fill(from: bytes, as: source)
  }

  /// Fills `slice` as above, a piece at a time, and tells of the bytes that were read, so that
  /// their pages may go before the next ones come.
  @discardableResult
  public func fill(
    _ slice: Slice, from bytes: UnsafeRawBufferPointer, as source: StorageFormat,
    read: (Range<Int>) -> Void
  ) -> Overflow {
    precondition(bytes.count == slice.count * source.byteCount, "counts differ")
    var overflow = Overflow(view(slice).format)
    for begin in stride(from: 0, to: slice.count, by: Self.readFloats) {
      let count = min(Self.readFloats, slice.count - begin)
      let range = begin * source.byteCount..<(begin + count) * source.byteCount
      overflow += unsafe view(slice).part(begin, count).fill(
        from: UnsafeRawBufferPointer(rebasing: bytes[range]), as: source)
      read(range)
    }
    return overflow
  }

  private static let readFloats = 1 << 20

  /// Fills `slice` with values, rounded to nearest even if the store is narrower.
  public func fill(_ slice: Slice, with values: [Float]) {
    _ = unsafe values.withUnsafeBytes { unsafe view(slice).fill(from: $0, as: .f32) }
  }

  /// Fills one row of `slice`.
  public func fill(_ slice: Slice, row: Int, with values: [Float]) {
    let part = view(slice).part(row * slice.columns, slice.columns)
    _ = unsafe values.withUnsafeBytes { unsafe part.fill(from: $0, as: .f32) }
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
