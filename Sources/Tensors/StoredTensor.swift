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
