import Tensors

/// Causal attention to cached keys and values, which the batch's own are added to.
///
/// Inputs as of `Attention`; a prefix has values of its own and is not cached. A segment's context
/// is a range of cache rows; positions are counted over context and own tokens, so that a sliding
/// window covers them as one sequence. One lane: a cache belongs to one set of weights.
struct CachedAttention: DerivedOperation {
  var attention: Attention
  /// Floats per token that earlier layers keep.
  var column: Int

  private var keyWidth: Int { attention.keyHeads * attention.dimension }

  func shape(_ inputs: [Shape]) -> Shape { attention.shape(inputs) }

  func run(_ pass: Pass) {
    precondition(pass.lanes == 1, "a cache belongs to one lane")
    guard let cache = pass.cache else { preconditionFailure("there is no cache") }
    let keys = cache.block(at: column, columns: keyWidth)
    let values = cache.block(at: column + keyWidth, columns: keyWidth)
    for index in 0..<pass.extents.segments {
      let segment = pass.batch.segment(index)
      append(pass.input(1, lane: 0), of: segment, to: keys)
      append(pass.input(2, lane: 0), of: segment, to: values)
      for head in 0..<attention.heads { attend(segment, head: head, keys, values, pass) }
    }
  }

  /// Copies the segment's own rows behind its context.
  private func append(_ rows: FloatView, of segment: Segment, to block: FloatView) {
    let count = Int(segment.queries.count) * keyWidth
    block.part(Int(segment.context.start + segment.context.count) * keyWidth, count)
      .copy(from: rows.part(Int(segment.queries.start) * keyWidth, count))
  }

  private func attend(
    _ segment: Segment, head: Int, _ keys: FloatView, _ values: FloatView, _ pass: Pass
  ) {
    let (rows, earlier) = (Int(segment.queries.count), Int(segment.context.count))
    guard rows > 0 else { return }
    let (known, prefix) = (earlier + rows, attention.prefix)
    let columns = prefix + known
    let (wide, dimension) = (attention.heads * attention.dimension, attention.dimension)
    let group = head / (attention.heads / attention.keyHeads) * dimension
    func own(_ view: FloatView) -> MatrixView {
      MatrixView(
        view, offset: Int(segment.queries.start) * wide + head * dimension, rows: rows,
        columns: dimension, leading: wide)
    }
    func matrix(_ block: FloatView, from row: Int, _ rows: Int) -> MatrixView {
      MatrixView(
        block, offset: row * keyWidth + group, rows: rows, columns: dimension, leading: keyWidth)
    }
    let (first, query) = (Int(segment.context.start), own(pass.input(0, lane: 0)))
    let scores = pass.scratch.part(0, rows * columns)
    let pairs = MatrixView(scores, offset: prefix, rows: rows, columns: known, leading: columns)
    let left = MatrixView(scores, rows: rows, columns: prefix, leading: columns)
    pass.multiply(query, matrix(keys, from: first, known).transposed, into: pairs)
    if prefix > 0 {
      pass.multiply(query, matrix(pass.input(3, lane: 0), from: 0, prefix).transposed, into: left)
    }
    attention.weigh(scores, rows: rows, columns: columns, earlier: prefix + earlier)
    let target = own(pass.output(lane: 0))
    pass.multiply(pairs, matrix(values, from: first, known), into: target)
    if prefix > 0 {
      pass.multiply(left, matrix(pass.input(4, lane: 0), from: 0, prefix), into: target, beta: 1)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    attention.flops(inputs, output, extents)
  }

  func scratch(_ extents: Extents) -> Int { attention.largestPair(extents) }
}

extension Attention: TokenMixing {
  package var cachedColumns: Int { 2 * keyHeads * dimension }

  package func cached(at column: Int) -> (any Operation)? {
    causal ? CachedAttention(attention: self, column: column) : nil
  }
}
