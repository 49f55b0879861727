import Tensors

/// Scaled dot-product attention over segments; grouped-query when there are fewer key heads.
///
/// Inputs: queries (tokens × heads·dimension), keys and values (tokens × keyHeads·dimension); with
/// a prefix, its keys and values (prefix × keyHeads·dimension), which stand before every sequence.
/// Probabilities are never kept: gradient and tangent make them again, segment by segment.
package struct Attention: LaneOperation {
  package var heads: Int
  package var keyHeads: Int
  package var dimension: Int
  package var causal: Bool
  /// Keys that a query sees, counted back from its own position; 0 is all.
  package var window: Int
  /// Keys that every sequence begins with; the window counts them like any others.
  package var prefix = 0
  /// What scores are multiplied by; 1/√dimension unless a family says otherwise.
  package var factor: Float
  /// The bound that scores bend towards, cap·tanh(score/cap), as Gemma 2's do; 0 is none.
  package var cap: Float = 0

  package init(heads: Int, keyHeads: Int? = nil, dimension: Int, causal: Bool, window: Int = 0) {
    self.heads = heads
    self.keyHeads = keyHeads ?? heads
    self.dimension = dimension
    self.causal = causal
    self.window = window
    factor = 1 / Float(dimension).squareRoot()
  }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns == heads * dimension && heads % keyHeads == 0)
    precondition(inputs[1].columns == keyHeads * dimension && inputs[2] == inputs[1])
    let virtual = Shape(.fixed(prefix), keyHeads * dimension)
    precondition(inputs.dropFirst(3).allSatisfy { $0 == virtual }, "another prefix")
    precondition(inputs.count == (prefix > 0 ? 5 : 3), "attention: a prefix is keys and values")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    let inputs = AttentionInputs(lane, from: 0, prefixFrom: prefix > 0 ? 3 : nil)
    forEachBlock(lane, inOrder: false) { block, scratch in
      let p = scratch.part(0, block.pairs)
      probabilities(block, inputs, lane.pass, into: p)
      block.product(p, inputs.values(block), lane.pass, into: block.queries(lane.output))
    }
  }

  /// The scores of a block, through the softmax.
  ///
  /// - Parameter bend: where the derivative of the bound at every score is left, if there is one.
  func probabilities(
    _ block: AttentionBlock, _ inputs: AttentionInputs, _ pass: Pass, into p: FloatView,
    bend: FloatView? = nil
  ) {
    block.outer(block.queries(inputs.q), inputs.keys(block), pass, into: p)
    weigh(p, rows: block.rows, columns: block.columns, earlier: block.earlier, bend: bend)
  }

  /// Turns products of queries and keys into probabilities, in place.
  func weigh(
    _ scores: FloatView, rows: Int, columns: Int, earlier: Int, bend: FloatView? = nil
  ) {
    if cap > 0 {
      Kernels.scale(scores, by: factor / cap)
      if let bend {
        Kernels.fill(bend, 1)
        Kernels.activateGradient(.tanh, scores, bend, into: bend)
      }
      Kernels.activate(.tanh, scores, into: scores)
    }
    Kernels.softmax(
      scores, rows: rows, columns: columns, causal: causal, shift: earlier, window: window,
      factor: cap > 0 ? cap : factor)
  }

  /// Calls `body` with every head of every segment and scratch of its own, on several threads.
  ///
  /// - Parameter inOrder: heads that share keys come one after another, segment by segment, so that
  ///   what is summed over them is summed in one order. Where nothing is, threads claim what is
  ///   next, and none waits for another one with more heads than it has.
  func forEachBlock(
    _ lane: Lane, inOrder: Bool = true, _ body: (AttentionBlock, FloatView) -> Void
  ) {
    let (segments, room) = (lane.extents.segments, lane.scratch.count / places)
    func visit(_ index: Int, _ keyHead: Int, _ place: Int) {
      let (segment, shared) = (lane.batch.segment(index), heads / keyHeads)
      guard segment.queries.count > 0 else { return }
      for head in keyHead * shared..<(keyHead + 1) * shared {
        body(AttentionBlock(self, segment, head: head), lane.scratch.part(place * room, room))
      }
    }
    if inOrder {
      Parallel.forEach(keyHeads, places: places) { keyHead, place in
        for index in 0..<segments { visit(index, keyHead, place) }
      }
    } else {
      Parallel.forEach(segments * keyHeads, places: places) { item, place in
        visit(item / keyHeads, item % keyHeads, place)
      }
    }
  }

  /// How many heads' scratch there is, and so how many threads can be at work: a number that no
  /// forecast has to know the machine for.
  private var places: Int { min(keyHeads, 8) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    sendToPrefix(inputs, gradient, &cotangents)
    guard inputs.prefix(3).contains(where: { cotangents.needs($0) }) else { return }
    let all = cotangents.derive(
      AttentionGradient(attention: self), inputs.prefix(3) + [gradient] + inputs.dropFirst(3))
    let (wide, narrow) = (heads * dimension, keyHeads * dimension)
    let keysAt: @Sendable (Extents) -> Int = { $0.tokens * wide }
    let valuesAt: @Sendable (Extents) -> Int = { $0.tokens * (wide + narrow) }
    cotangents.send(
      cotangents.part(of: all, Shape(.tokens, wide)) { _ in 0 }, to: inputs[0])
    cotangents.send(cotangents.part(of: all, Shape(.tokens, narrow), at: keysAt), to: inputs[1])
    cotangents.send(cotangents.part(of: all, Shape(.tokens, narrow), at: valuesAt), to: inputs[2])
  }

  private func sendToPrefix(
    _ inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard inputs.dropFirst(3).contains(where: { cotangents.needs($0) }) else { return }
    let both = cotangents.derive(
      AttentionPrefixGradient(attention: self),
      inputs.prefix(3) + [gradient] + inputs.dropFirst(3))
    let (rows, narrow) = (prefix, keyHeads * dimension)
    for (number, input) in inputs.dropFirst(3).enumerated() {
      let part = cotangents.part(of: both, Shape(.fixed(rows), narrow)) { _ in
        number * rows * narrow
      }
      cotangents.send(part, to: input)
    }
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let slopes = zip(inputs, tangents).map { input, tangent in
      tangent ?? graph.add(Zero(result: graph.shape(input)))
    }
    return graph.add(AttentionTangent(attention: self), inputs + slopes)
  }

  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    4 * pairs(extents) * Double(heads * dimension)
  }

  package func scratch(_ extents: Extents) -> Int { scratch(extents, pairs: 1) }

  /// Scratch for so many pair matrices at once in every place.
  func scratch(_ extents: Extents, pairs: Int) -> Int { places * pairs * largestPair(extents) }

  /// What a derivative needs: probabilities, slopes, and those of the bound if there is one.
  func derivativeScratch(_ extents: Extents) -> Int { scratch(extents, pairs: cap > 0 ? 3 : 2) }

  /// Σ over segments of queries × keys.
  func pairs(_ extents: Extents) -> Double { Double(extents.pairs + prefix * extents.tokens) }

  /// At least the pairs of the largest segment.
  func largestPair(_ extents: Extents) -> Int {
    extents.largestPair + prefix * extents.mostQueries
  }
}

/// The inputs of attention, or what they are moved along, where an operation has them.
struct AttentionInputs {
  let q, k, v: FloatView
  let prefixKeys, prefixValues: FloatView?

  init(_ lane: Lane, from first: Int, prefixFrom prefix: Int?) {
    q = lane.input(first)
    k = lane.input(first + 1)
    v = lane.input(first + 2)
    prefixKeys = prefix.map { lane.input($0) }
    prefixValues = prefix.map { lane.input($0 + 1) }
  }

  func keys(_ block: AttentionBlock) -> AttentionBlock.Parts { block.keys(k, prefix: prefixKeys) }

  func values(_ block: AttentionBlock) -> AttentionBlock.Parts {
    block.keys(v, prefix: prefixValues)
  }
}

/// A value that is zero.
struct Zero: DerivedOperation, LaneOperation {
  var result: Shape
  func shape(_ inputs: [Shape]) -> Shape { result }
  func run(_ lane: Lane) { Kernels.fill(lane.output, 0) }
}
