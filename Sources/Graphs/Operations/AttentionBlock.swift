import Tensors

/// One head of one segment: queries × (prefix keys, then context keys, then own keys).
struct AttentionBlock {
  /// Where rows of a value lie: first row, number of rows.
  struct Range {
    var start: Int
    var rows: Int
  }

  /// Rows of keys or values, or columns of a pair matrix, by where they come from.
  struct Parts {
    var own: MatrixView
    var context: MatrixView
    /// Nil where the prefix is not asked for.
    var prefix: MatrixView?
  }

  let own: Range
  let context: Range
  let prefix: Range
  let dimension: Int
  private let queryColumn: Int
  private let keyColumn: Int
  private let queryWidth: Int
  private let keyWidth: Int

  init(_ attention: Attention, _ segment: Segment, head: Int) {
    own = Range(start: Int(segment.queries.start), rows: Int(segment.queries.count))
    context = Range(start: Int(segment.context.start), rows: Int(segment.context.count))
    prefix = Range(start: 0, rows: attention.prefix)
    dimension = attention.dimension
    queryColumn = head * attention.dimension
    keyColumn = head / (attention.heads / attention.keyHeads) * attention.dimension
    queryWidth = attention.heads * attention.dimension
    keyWidth = attention.keyHeads * attention.dimension
  }

  var rows: Int { own.rows }
  /// Keys before the queries' own.
  var earlier: Int { prefix.rows + context.rows }
  var columns: Int { earlier + own.rows }
  var pairs: Int { rows * columns }

  /// This head's queries in a value as wide as the queries.
  func queries(_ view: FloatView) -> MatrixView {
    MatrixView(
      view, offset: own.start * queryWidth + queryColumn, rows: own.rows, columns: dimension,
      leading: queryWidth)
  }

  /// This head's keys in a value as wide as the keys, and in the prefix, if it is given.
  func keys(_ view: FloatView, prefix given: FloatView?) -> Parts {
    Parts(
      own: matrix(view, own), context: matrix(view, context),
      prefix: given.map { matrix($0, prefix) })
  }

  private func matrix(_ view: FloatView, _ range: Range) -> MatrixView {
    guard range.rows > 0 else { return MatrixView(view, rows: 0, columns: dimension) }
    return MatrixView(
      view, offset: range.start * keyWidth + keyColumn, rows: range.rows, columns: dimension,
      leading: keyWidth)
  }

  /// The columns of a pair matrix that belong to the own keys, the context and the prefix.
  private func split(_ pairs: FloatView) -> Parts {
    func part(_ column: Int, _ range: Range) -> MatrixView {
      guard range.rows > 0 else { return MatrixView(pairs, rows: rows, columns: 0) }
      return MatrixView(
        pairs, offset: column, rows: rows, columns: range.rows, leading: columns)
    }
    return Parts(
      own: part(earlier, own), context: part(prefix.rows, context), prefix: part(0, prefix))
  }

  /// The parts of a pair matrix with the keys that belong to them, without empty ones.
  private func forEachPart(
    _ pairs: FloatView, _ keys: Parts, _ body: (MatrixView, MatrixView, _ isFirst: Bool) -> Void
  ) {
    let parts = split(pairs)
    body(parts.own, keys.own, true)
    if context.rows > 0 { body(parts.context, keys.context, false) }
    if prefix.rows > 0, let part = parts.prefix, let keys = keys.prefix { body(part, keys, false) }
  }

  /// `pairs = alpha · a · keysᵀ + beta · pairs`.
  func outer(
    _ a: MatrixView, _ keys: Parts, _ pass: Pass, into pairs: FloatView, alpha: Float = 1,
    beta: Float = 0
  ) {
    forEachPart(pairs, keys) { part, keys, _ in
      pass.multiply(a, keys.transposed, into: part, alpha: alpha, beta: beta)
    }
  }

  /// `target = alpha · pairs · keys + beta · target`.
  func product(
    _ pairs: FloatView, _ keys: Parts, _ pass: Pass, into target: MatrixView, alpha: Float = 1,
    beta: Float = 0
  ) {
    forEachPart(pairs, keys) { part, keys, isFirst in
      pass.multiply(part, keys, into: target, alpha: alpha, beta: isFirst ? beta : 1)
    }
  }

  /// `keys += alpha · pairsᵀ · a`.
  func back(
    _ pairs: FloatView, _ a: MatrixView, _ pass: Pass, into keys: Parts, alpha: Float = 1
  ) {
    forEachPart(pairs, keys) { part, keys, _ in
      pass.multiply(part.transposed, a, into: keys, alpha: alpha, beta: 1)
    }
  }

  /// `keys += alpha · pairsᵀ · a`, for the prefix alone.
  func backToPrefix(
    _ pairs: FloatView, _ a: MatrixView, _ pass: Pass, into view: FloatView, alpha: Float = 1
  ) {
    guard let part = split(pairs).prefix else { return }
    pass.multiply(part.transposed, a, into: matrix(view, prefix), alpha: alpha, beta: 1)
  }
}
