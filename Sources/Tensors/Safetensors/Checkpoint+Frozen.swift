import Foundation
import Notation
import Vocabulary

extension Checkpoint {
  /// A tensor that is only read: the file's own pages when it is stored in `format`, else a copy.
  ///
  /// - Parameters:
  ///   - grid: how it is stored when `format` is one of integers.
  ///   - columns: of the parameter, if the tensor is its transpose; such a one is always copied.
  ///   - streaming: whether pages of the file leave memory after every use.
  ///   - ledger: where its bytes are entered, mapped or not.
  /// - Throws: `InputProblem` for elements that cannot be weights or are not finite, `OutOfMemory`
  ///   at the limit.
  package func frozen(
    _ tensor: StoredTensor, as format: StorageFormat, grid: IntegerGrid? = nil,
    transposedTo columns: Int? = nil, streaming: Bool = false, in ledger: Ledger
  ) throws -> FrozenTensor {
    precondition(format.isInteger == (grid != nil), "integers are of a matrix")
    let stored = try elements(of: tensor)
    try checkFinite(tensor)
    if columns == nil, isInPlace(tensor, as: format) {
      return try mapped(tensor, streaming, ledger)
    }
    defer { forget(tensor) }
    var overflow = Overflow(format)
    let frozen = unsafe try withBytes(of: tensor) { bytes in
      unsafe try FrozenTensor(
        copying: bytes, as: stored, count: tensor.count, to: format, grid: grid,
        transposedTo: columns, in: ledger,
        &overflow)
    }
    try check(overflow, of: tensor)
    return frozen
  }

  /// Whether the file's own bytes serve as a parameter of this format.
  package func isInPlace(_ tensor: StoredTensor, as format: StorageFormat) -> Bool {
    // Headers are padded to eight bytes by most writers, not by all.
    (try? elements(of: tensor))?.plain == format
      && tensor.range.lowerBound % format.byteCount == 0
  }

  /// Gives back the memory in which the tensor's part of the file is resident, once it is copied.
  ///
  /// - Parameter bytes: a part of the tensor's bytes; nil is all of them.
  package func forget(_ tensor: StoredTensor, bytes: Range<Int>? = nil) {
    let start = tensor.range.lowerBound
    let range = bytes.map { start + $0.lowerBound..<start + $0.upperBound } ?? tensor.range
    file(of: tensor).mapping.forget(range)
  }

  /// Fills a parameter with a tensor's elements, whatever their format, and gives pages of the file
  /// back as it goes.
  ///
  /// - Parameter isTransposed: whether the tensor is the parameter's transpose.
  /// - Throws: `InputProblem` for elements that cannot be weights, are not finite, or that a store
  ///   cannot hold.
  package func load(
    _ tensor: StoredTensor, into store: ParameterStore, _ slice: Slice,
    transposing isTransposed: Bool = false
  ) throws(InputProblem) {
    try checkFinite(tensor)
    let overflow =
      try isTransposed
      ? transposed(tensor, into: store, slice) : copied(tensor, into: store, slice)
    try check(overflow, of: tensor)
  }

  private func copied(
    _ tensor: StoredTensor, into store: ParameterStore, _ slice: Slice
  ) throws(InputProblem) -> Overflow {
    let stored = try elements(of: tensor)
    return unsafe withBytes(of: tensor) { bytes in
      unsafe store.fill(slice, from: bytes, as: stored) { forget(tensor, bytes: $0) }
    }
  }

  private func transposed(
    _ tensor: StoredTensor, into store: ParameterStore, _ slice: Slice
  ) throws(InputProblem) -> Overflow {
    let format = try storageFormat(of: tensor)
    defer { forget(tensor) }
    return unsafe withBytes(of: tensor) { bytes in
      unsafe store.fill(slice, transposing: bytes, as: format)
    }
  }

  /// - Throws: `.invalid` that names the tensor when a format could not hold all of it.
  package func check(
    _ overflow: Overflow, of tensor: StoredTensor
  ) throws(InputProblem) {
    if let message = overflow.message { throw problem(tensor, message) }
  }

  private func mapped(
    _ tensor: StoredTensor, _ streaming: Bool, _ ledger: Ledger
  ) throws -> FrozenTensor {
    let file = file(of: tensor)
    return try FrozenTensor(
      file.mapping, from: tensor.range.lowerBound, count: tensor.count,
      format: storageFormat(of: tensor), streaming: streaming, in: ledger)
  }
}
