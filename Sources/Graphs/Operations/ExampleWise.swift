import Tensors

/// An operation that is run example by example, each with weights of its own.
///
/// It sees the rows of one example as if there were no others. Of one that mixes tokens, values
/// stay whole and its segments are those of the example. A value of fixed rows becomes one of as
/// many rows for every example.
struct ExampleWise: DerivedOperation {
  var inner: any Operation

  func shape(_ inputs: [Shape]) -> Shape {
    var shape = inner.shape(inputs.map(Self.single))
    if case .fixed(let count) = shape.rows { shape.rows = .each(count) }
    return shape
  }

  /// The shape that one example sees.
  private static func single(_ shape: Shape) -> Shape {
    guard case .each(let count) = shape.rows else { return shape }
    return Shape(.fixed(count), shape.columns)
  }

  func run(_ pass: Pass) {
    for example in 0..<pass.extents.examples {
      pass.weights.example = example
      inner.run(pass.narrowed(to: example, isMixing: inner is any TokenMixing))
    }
    pass.weights.example = nil
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    inner.flops(inputs.map(Self.single), Self.single(output), extents)
  }

  /// As of one example with all rows: weights are one reading, values are whole.
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    guard case .each = inputs[index].rows else {
      return inner.elementsRead(index, inputs.map(Self.single), extents)
    }
    return inputs[index].count(extents)
  }

  func scratch(_ extents: Extents) -> Int { inner.scratch(extents) }
  var reusableInput: Int? { inner.reusableInput }
}

extension Pass {
  /// What an operation sees of one example.
  fileprivate func narrowed(to example: Int, isMixing: Bool) -> Pass {
    let sizes = extents
    var (own, extents) = (batch, extents)
    if isMixing {
      let segments = batch.segments(of: example, sizes)
      own.segments = batch.segments.part(4 * segments.lowerBound, 4 * segments.count)
      extents.segments = segments.count
    } else {
      let tokens = batch.rows(of: example, .tokens, sizes)
      own.tokens = batch.tokens.part(tokens.lowerBound, tokens.count)
      own.positions = batch.positions.part(tokens.lowerBound, tokens.count)
      extents.tokens = tokens.count
      extents.scored = batch.rows(of: example, .scored, sizes).count
    }
    let (all, whole, graph) = (values, batch, graph)
    // Picks name their rows among all that are scored.
    let isPicking = graph.shape(node).rows == .picks
    if isPicking {
      let picks = batch.rows(of: example, .picks, sizes)
      own.pickRows = batch.pickRows.part(picks.lowerBound, picks.count)
      own.pickTokens = batch.pickTokens.part(picks.lowerBound, picks.count)
      own.pickOptions = batch.pickOptions.part(picks.lowerBound, picks.count)
      extents.picks = picks.count
    }
    return Pass(
      node: node, inputs: inputs, lanes: lanes, extents: extents, batch: own, scratch: scratch,
      weights: weights, counter: counter,
      values: { id, lane in
        let (value, shape) = (all(id, lane), graph.shape(id))
        if case .fixed = shape.rows { return value }
        if isMixing, shape.rows == .tokens { return value }
        if isPicking, shape.rows == .scored { return value }
        let rows = whole.rows(of: example, shape.rows, sizes)
        return value.part(rows.lowerBound * shape.columns, rows.count * shape.columns)
      }, graph: graph, cache: cache, half: half, lossWeight: lossWeight)
  }
}
