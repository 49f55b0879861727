import Tensors

/// Scaled dot-product attention over segments; grouped-query when there are fewer key heads.
///
/// Inputs: queries (tokens × heads·dimension), keys and values (tokens × keyHeads·dimension).
/// Probabilities are never kept: gradient and tangent make them again, segment by segment.
public struct Attention: LaneOperation {
  public var heads: Int
  public var keyHeads: Int
  public var dimension: Int
  public var causal: Bool
  /// Keys that a query sees, counted back from its own position; 0 is all.
  public var window: Int

  public init(heads: Int, keyHeads: Int? = nil, dimension: Int, causal: Bool, window: Int = 0) {
    self.heads = heads
    self.keyHeads = keyHeads ?? heads
    self.dimension = dimension
    self.causal = causal
    self.window = window
  }

  var factor: Float { 1 / Float(dimension).squareRoot() }

  public func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns == heads * dimension && heads % keyHeads == 0)
    precondition(inputs[1].columns == keyHeads * dimension && inputs[2] == inputs[1])
    return inputs[0]
  }

  func run(_ lane: Lane) {
    forEachBlock(lane) { block in
      let p = lane.scratch.part(0, block.pairs)
      probabilities(block, lane.input(0), lane.input(1), lane.pass, into: p)
      block.product(p, block.keys(lane.input(2)), lane.pass, into: block.queries(lane.output))
    }
  }

  /// The scores of a block, through the softmax.
  func probabilities(
    _ block: AttentionBlock, _ q: FloatView, _ k: FloatView, _ pass: Pass, into p: FloatView
  ) {
    block.outer(block.queries(q), block.keys(k), pass, into: p)
    Kernels.softmax(
      p, rows: block.rows, columns: block.columns, causal: causal, shift: block.context.rows,
      window: window, factor: factor)
  }

  func forEachBlock(_ lane: Lane, _ body: (AttentionBlock) -> Void) {
    for index in 0..<lane.extents.segments {
      let segment = lane.batch.segment(index)
      for head in 0..<heads {
        body(AttentionBlock(self, segment, head: head))
      }
    }
  }

  public func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard inputs.contains(where: { cotangents.needs($0) }) else { return }
    let all = cotangents.derive(
      AttentionGradient(attention: self), inputs[0], inputs[1], inputs[2], gradient)
    let (wide, narrow) = (heads * dimension, keyHeads * dimension)
    let keysAt: @Sendable (Extents) -> Int = { $0.tokens * wide }
    let valuesAt: @Sendable (Extents) -> Int = { $0.tokens * (wide + narrow) }
    cotangents.send(
      cotangents.part(of: all, Shape(.tokens, wide)) { _ in 0 }, to: inputs[0])
    cotangents.send(cotangents.part(of: all, Shape(.tokens, narrow), at: keysAt), to: inputs[1])
    cotangents.send(cotangents.part(of: all, Shape(.tokens, narrow), at: valuesAt), to: inputs[2])
  }

  public func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let slopes = zip(inputs, tangents).map { input, tangent in
      tangent ?? graph.add(Zero(result: graph.shape(input)))
    }
    return graph.add(
      AttentionTangent(attention: self), inputs[0], inputs[1], inputs[2], slopes[0], slopes[1],
      slopes[2])
  }

  public func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    4 * Double(extents.pairs) * Double(heads * dimension)
  }

  public func scratch(_ extents: Extents) -> Int { extents.largestPair }
}

/// A value that is zero.
struct Zero: DerivedOperation, LaneOperation {
  var result: Shape
  func shape(_ inputs: [Shape]) -> Shape { result }
  func run(_ lane: Lane) { Kernels.fill(lane.output, 0) }
}
