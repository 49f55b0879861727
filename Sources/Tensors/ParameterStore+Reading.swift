import Vocabulary

extension WeightView {
  /// Overwrites with elements stored in another format, rounded to nearest even if need be.
  ///
  /// - Parameters:
  ///   - bytes: of the whole tensor.
  ///   - first: the element of the tensor that is the first one here.
  /// - Returns: what of them the format cannot hold.
  @discardableResult
  func fill(
    from bytes: UnsafeRawBufferPointer, as source: StoredElements, at first: Int = 0
  ) -> Overflow {
    precondition(bytes.count >= source.byteCount(first + count), "bytes beyond the tensor")
    var overflow = Overflow(format)
    if source.plain == format {
      let range = source.byteCount(first)..<source.byteCount(first + count)
      unsafe copy(bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
      return overflow
    }
    guard count > 0 else { return overflow }
    // Integers are stored by whole rows, so that every group is.
    let step = grid.map { max(4096 / $0.columns, 1) * $0.columns } ?? 4096
    var piece = [Float](repeating: 0, count: min(count, step))
    unsafe piece.withUnsafeMutableBufferPointer { memory in
      guard let start = memory.baseAddress else { return }
      let whole = unsafe FloatView(start, count: memory.count)
      for begin in stride(from: 0, to: count, by: memory.count) {
        let part = whole.part(0, min(memory.count, count - begin))
        unsafe source.widen(bytes, from: first + begin, into: part)
        overflow.look(at: part)
        Kernels.narrow(part, into: self.part(begin, part.count))
      }
    }
    return overflow
  }

  /// The same, of floats.
  @discardableResult
  func fill(from bytes: UnsafeRawBufferPointer, as source: StorageFormat) -> Overflow {
    precondition(bytes.count == count * source.byteCount, "counts differ")
    return unsafe fill(from: bytes, as: StoredElements(source, count: count))
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
  package func fill(
    _ slice: Slice, from bytes: UnsafeRawBufferPointer, as source: StorageFormat
  ) -> Overflow {
    unsafe view(slice).fill(from: bytes, as: source)
  }

  /// Fills `slice` from a tensor, some rows at a time, and tells of the bytes that were read, so
  /// that their pages may go before the next ones come.
  func fill(
    _ slice: Slice, from bytes: UnsafeRawBufferPointer, as source: StoredElements,
    read: (Range<Int>) -> Void
  ) -> Overflow {
    precondition(bytes.count == source.byteCount(slice.count), "counts differ")
    var overflow = Overflow(view(slice).format)
    let step = max(Self.readFloats / slice.columns, 1) * slice.columns
    for begin in stride(from: 0, to: slice.count, by: step) {
      let count = min(step, slice.count - begin)
      overflow += unsafe view(slice).part(begin, count).fill(from: bytes, as: source, at: begin)
      read(source.byteCount(begin)..<source.byteCount(begin + count))
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
