import Tensors

/// One head of one segment: queries × (context keys, then own keys).
struct AttentionBlock {
  /// Where rows of a value lie: first row, number of rows.
  struct Range {
    var start: Int
    var rows: Int
  }

  let own: Range
  let context: Range
  let dimension: Int
  private let queryColumn: Int
  private let keyColumn: Int
  private let queryWidth: Int
  private let keyWidth: Int

  init(_ attention: Attention, _ segment: Segment, head: Int) {
    own = Range(start: Int(segment.queries.start), rows: Int(segment.queries.count))
    context = Range(start: Int(segment.context.start), rows: Int(segment.context.count))
    dimension = attention.dimension
    queryColumn = head * attention.dimension
    keyColumn = head / (attention.heads / attention.keyHeads) * attention.dimension
    queryWidth = attention.heads * attention.dimension
    keyWidth = attention.keyHeads * attention.dimension
  }

  var rows: Int { own.rows }
  var columns: Int { context.rows + own.rows }
  var pairs: Int { rows * columns }

  /// This head's queries in a value as wide as the queries.
  func queries(_ view: FloatView) -> MatrixView {
    MatrixView(
      view, offset: own.start * queryWidth + queryColumn, rows: own.rows, columns: dimension,
      leading: queryWidth)
  }

  /// This head's context keys and own keys in a value as wide as the keys.
  func keys(_ view: FloatView) -> (context: MatrixView, own: MatrixView) {
    func matrix(_ range: Range) -> MatrixView {
      guard range.rows > 0 else { return MatrixView(view, rows: 0, columns: dimension) }
      return MatrixView(
        view, offset: range.start * keyWidth + keyColumn, rows: range.rows, columns: dimension,
        leading: keyWidth)
    }
    return (matrix(context), matrix(own))
  }

  /// The columns of a pair matrix that belong to the context and to the own keys.
  private func split(_ pairs: FloatView) -> (context: MatrixView, own: MatrixView) {
    let left = MatrixView(pairs, rows: rows, columns: context.rows, leading: columns)
    let right = MatrixView(
      pairs, offset: context.rows, rows: rows, columns: own.rows, leading: columns)
    return (left, right)
  }

  /// `pairs = alpha · a · keysᵀ + beta · pairs`.
  func outer(
    _ a: MatrixView, _ keys: (context: MatrixView, own: MatrixView), _ pass: Pass,
    into pairs: FloatView, alpha: Float = 1, beta: Float = 0
  ) {
    let parts = split(pairs)
    if context.rows > 0 {
      pass.multiply(a, keys.context.transposed, into: parts.context, alpha: alpha, beta: beta)
    }
    pass.multiply(a, keys.own.transposed, into: parts.own, alpha: alpha, beta: beta)
  }

  /// `target = alpha · pairs · keys + beta · target`.
  func product(
    _ pairs: FloatView, _ keys: (context: MatrixView, own: MatrixView), _ pass: Pass,
    into target: MatrixView, alpha: Float = 1, beta: Float = 0
  ) {
    let parts = split(pairs)
    pass.multiply(parts.own, keys.own, into: target, alpha: alpha, beta: beta)
    guard context.rows > 0 else { return }
    pass.multiply(parts.context, keys.context, into: target, alpha: alpha, beta: 1)
  }

  /// `keys += alpha · pairsᵀ · a`.
  func back(
    _ pairs: FloatView, _ a: MatrixView, _ pass: Pass,
    into keys: (context: MatrixView, own: MatrixView), alpha: Float = 1
  ) {
    let parts = split(pairs)
    pass.multiply(parts.own.transposed, a, into: keys.own, alpha: alpha, beta: 1)
    guard context.rows > 0 else { return }
    pass.multiply(parts.context.transposed, a, into: keys.context, alpha: alpha, beta: 1)
  }
}
