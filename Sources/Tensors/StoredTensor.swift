import Vocabulary

/// One tensor of a checkpoint's file.
package struct StoredTensor: Hashable, Sendable {
  /// Its name in the file.
  package let name: String
  /// The element type as the file has it: `F32`, `BF16`, `I64`, or a block of GGUF, `Q4_K`.
  package let dtype: String
  /// Its dimensions, the outermost first.
  package let shape: [Int]
  /// Its bytes, counted from the start of the file; row-major and little-endian.
  package let range: Range<Int>
  /// Where its rows are in the file.
  package var order = RowOrder.model

  init(name: String, dtype: String, shape: [Int], range: Range<Int>) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.range = range
  }

  /// The storage format; nil when the elements are no floats that can be weights.
  package var format: StorageFormat? { StorageFormat(safetensorsName: dtype) }
  /// The number of elements; the reader has checked that it does not overflow.
  package var count: Int { shape.reduce(1, *) }

  /// Whether its rows can be put into another order: a matrix, or floats one by one.
  var hasRowsInOrder: Bool {
    order == .model || (shape.count == 2 && shape[0] > 1) || (shape.count == 1 && format != nil)
  }

  /// How its bytes become floats; nil when they cannot be weights.
  var elements: StoredElements? {
    let columns = shape.dropFirst().reduce(1, *)
    if let format {
      return StoredElements(.floats(format), order, rows: shape.first ?? 1, columns: columns)
    }
    return GGUFBlocks.type(named: dtype).map { type in
      StoredElements(.blocks(type), order, rows: shape.first ?? 1, columns: columns)
    }
  }
}

/// Where the rows of a matrix are in its file.
package enum RowOrder: Hashable, Sendable {
  /// Where the model has them.
  case model
  /// Of each head, the two halves that rotary positions turn together are interleaved: what
  /// llama.cpp does to queries and keys of LLaMA (`LlamaModel.permute` in `convert_hf_to_gguf.py`).
  case interleaved(heads: Int)

  /// The row of the file that is the model's row `row`, one of `rows`.
  func stored(_ row: Int, of rows: Int) -> Int {
    guard case .interleaved(let heads) = self else { return row }
    let width = rows / heads
    precondition(width * heads == rows && width % 2 == 0, "heads have halves")
    let (head, place) = (row / width, row % width)
    let (half, pair) = (place / (width / 2), place % (width / 2))
    return head * width + pair * 2 + half
  }
}

/// The rows of a matrix that is stored the other way round, gathered one by one.
@safe struct TransposedRows {
  /// The stored matrix, whose columns are these rows: columns × rows.
  private let bytes: UnsafeRawBufferPointer
  private let elementBytes: Int
  private let rows: Int
  private let columns: Int

  /// - Parameter columns: elements of one of these rows.
  init(_ bytes: UnsafeRawBufferPointer, elementBytes: Int, columns: Int) {
    precondition(columns > 0 && bytes.count % (columns * elementBytes) == 0, "rows are not whole")
    unsafe self.bytes = bytes
    self.elementBytes = elementBytes
    self.columns = columns
    rows = bytes.count / (columns * elementBytes)
  }

  /// Calls `body` with every row's number and bytes, which are gone afterwards.
  func forEach<E: Error>(_ body: (Int, UnsafeRawBufferPointer) throws(E) -> Void) throws(E) {
    var row = [UInt8](repeating: 0, count: columns * elementBytes)
    for number in 0..<rows {
      gather(number, into: &row)
      let result = unsafe row.withUnsafeBytes { bytes -> Result<Void, E> in
        do throws(E) { return .success(unsafe try body(number, bytes)) } catch {
          return .failure(error)
        }
      }
      try result.get()
    }
  }

  private func gather(_ number: Int, into row: inout [UInt8]) {
    guard let start = unsafe bytes.baseAddress else { return }
    unsafe row.withUnsafeMutableBytes { memory in
      guard let target = memory.baseAddress else { return }
      for column in 0..<columns {
        unsafe (target + column * elementBytes).copyMemory(
          from: start + (column * rows + number) * elementBytes, byteCount: elementBytes)
      }
    }
  }
}

extension WeightView {
  /// Fills a matrix from the stored bytes of its transpose.
  ///
  /// - Parameter columns: of this matrix.
  func fill(
    transposing bytes: UnsafeRawBufferPointer, as source: StorageFormat, columns: Int
  ) -> Overflow {
    var overflow = Overflow(format)
    unsafe TransposedRows(bytes, elementBytes: source.byteCount, columns: columns)
      .forEach { row, bytes in
        overflow += unsafe part(row * columns, columns).fill(from: bytes, as: source)
      }
    return overflow
  }

  /// Lends the rows of the matrix's transpose, for writing a checkpoint; not of integers.
  ///
  /// - Parameter rows: of this matrix, which are the transpose's columns.
  package func forEachTransposedRow<E: Error>(
    rows: Int, _ body: (UnsafeRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    precondition(!format.isInteger, "integers are written as floats")
    let result = unsafe withBytes { bytes -> Result<Void, E> in
      do throws(E) {
        unsafe try TransposedRows(bytes, elementBytes: format.byteCount, columns: rows)
          .forEach { _, bytes throws(E) in unsafe try body(bytes) }
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }
}

extension ParameterStore {
  /// Fills `slice` from the stored bytes of its transpose.
  package func fill(
    _ slice: Slice, transposing bytes: UnsafeRawBufferPointer, as source: StorageFormat
  ) -> Overflow {
    precondition(bytes.count == slice.count * source.byteCount, "counts differ")
    return unsafe view(slice).fill(transposing: bytes, as: source, columns: slice.columns)
  }
}
