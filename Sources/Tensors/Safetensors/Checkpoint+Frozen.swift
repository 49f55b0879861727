import Vocabulary

extension Checkpoint {
  /// A tensor that is only read: the file's own pages when it is stored in `format`, else a copy.
  ///
  /// - Parameters:
  ///   - grid: how it is stored when `format` is one of integers.
  ///   - ledger: where its bytes are entered, mapped or not.
  /// - Throws: `InputProblem` for elements that cannot be weights, `OutOfMemory` at the limit.
  public func frozen(
    _ tensor: SafetensorsFile.Tensor, as format: StorageFormat, grid: IntegerGrid? = nil,
    in ledger: Ledger
  ) throws -> FrozenTensor {
    precondition(format.isInteger == (grid != nil), "integers are of a matrix")
    let stored = try storageFormat(of: tensor)
    // Headers are padded to eight bytes by most writers, not by all.
    if stored == format, tensor.range.lowerBound % format.byteCount == 0 {
      return try mapped(tensor, ledger)
    }
    defer { forget(tensor) }
    return unsafe try withBytes(of: tensor) { bytes in
      unsafe try FrozenTensor(copying: bytes, as: stored, to: format, grid: grid, in: ledger)
    }
  }

  /// Gives back the memory in which the tensor's part of the file is resident, once it is copied.
  ///
  /// - Parameter bytes: a part of the tensor's bytes; nil is all of them.
  public func forget(_ tensor: SafetensorsFile.Tensor, bytes: Range<Int>? = nil) {
    let start = tensor.range.lowerBound
    let range = bytes.map { start + $0.lowerBound..<start + $0.upperBound } ?? tensor.range
    file(of: tensor).mapping.forget(range)
  }

  private func mapped(
    _ tensor: SafetensorsFile.Tensor, _ ledger: Ledger
  ) throws -> FrozenTensor {
    let file = file(of: tensor)
    return try FrozenTensor(
      file.mapping, from: tensor.range.lowerBound, count: tensor.count,
      format: file.storageFormat(of: tensor), in: ledger)
  }
}
