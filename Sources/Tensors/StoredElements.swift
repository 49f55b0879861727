import Vocabulary

/// How the bytes of a stored tensor become floats.
struct StoredElements {
  enum Kind {
    case floats(StorageFormat)
    case blocks(any GGUFBlock.Type)
  }

  let kind: Kind
  let order: RowOrder
  let rows: Int
  let columns: Int

  init(_ kind: Kind, _ order: RowOrder, rows: Int, columns: Int) {
    self.kind = kind
    self.order = order
    self.rows = rows
    self.columns = columns
  }

  /// Floats in a row.
  init(_ format: StorageFormat, count: Int) {
    self.init(.floats(format), .model, rows: 1, columns: count)
  }

  /// The format in which the bytes themselves can be used; nil where they have to be changed.
  var plain: StorageFormat? {
    if case .floats(let format) = kind, order == .model { format } else { nil }
  }

  /// Bytes of `count` elements, of blocks as many as are whole.
  func byteCount(_ count: Int) -> Int {
    switch kind {
    case .floats(let format): count * format.byteCount
    case .blocks(let type): count / type.count * type.byteCount
    }
  }

  /// Elements from `begin` on, in the order of the model.
  ///
  /// - Parameters:
  ///   - bytes: of the whole tensor.
  ///   - begin: in a tensor of blocks the first of one, as is the end of `target`.
  func widen(_ bytes: UnsafeRawBufferPointer, from begin: Int, into target: FloatView) {
    guard order != .model else { return unsafe widenRun(bytes, from: begin, into: target) }
    var done = 0
    while done < target.count {
      let (row, column) = ((begin + done) / columns, (begin + done) % columns)
      let count = min(columns - column, target.count - done)
      let start = order.stored(row, of: rows) * columns + column
      unsafe widenRun(bytes, from: start, into: target.part(done, count))
      done += count
    }
  }

  private func widenRun(
    _ bytes: UnsafeRawBufferPointer, from begin: Int, into target: FloatView
  ) {
    let run = unsafe UnsafeRawBufferPointer(
      rebasing: bytes[byteCount(begin)..<byteCount(begin + target.count)])
    guard let base = run.baseAddress else { return }
    switch kind {
    case .floats(let format):
      let source = unsafe WeightView(
        UnsafeMutableRawPointer(mutating: base), format: format, count: target.count,
        isWritable: false)
      Kernels.widen(source, into: target)
    case .blocks(let type): unsafe type.widen(run, into: target)
    }
  }
}
