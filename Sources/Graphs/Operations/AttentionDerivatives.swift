import Tensors

/// Gradients of queries, keys and values, one after the other in one block.
///
/// Inputs: queries, keys, values, the result's gradient, and the prefix if there is one.
struct AttentionGradient: DerivedOperation, LaneOperation {
  var attention: Attention

  func shape(_ inputs: [Shape]) -> Shape {
    Shape(inputs[0].rows, inputs[0].columns + 2 * inputs[1].columns)
  }

  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    let (wide, narrow) = (lane.input(0).count, lane.input(1).count)
    let dq = lane.output.part(0, wide)
    let dk = lane.output.part(wide, narrow)
    let dv = lane.output.part(wide + narrow, narrow)
    attention.forEachSlope(lane) { slope in
      let block = slope.block
      block.back(
        slope.probabilities, slope.received, lane.pass, into: block.keys(dv, prefix: nil))
      block.product(
        slope.scores, slope.inputs.keys(block), lane.pass, into: block.queries(dq),
        alpha: attention.factor)
      block.back(
        slope.scores, block.queries(slope.inputs.q), lane.pass,
        into: block.keys(dk, prefix: nil), alpha: attention.factor)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    // The prefix takes part in three products, keys and values of tokens in five.
    let prefixed = attention.pairs(extents) - Double(extents.pairs)
    return (10 * Double(extents.pairs) + 6 * prefixed) * Double(inputs[0].columns)
  }

  func scratch(_ extents: Extents) -> Int { attention.derivativeScratch(extents) }
}

/// Gradients of the prefix's keys, then of its values; inputs as of `AttentionGradient`.
struct AttentionPrefixGradient: DerivedOperation, LaneOperation {
  var attention: Attention

  func shape(_ inputs: [Shape]) -> Shape {
    Shape(.fixed(2 * attention.prefix), inputs[1].columns)
  }

  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    let half = lane.output.count / 2
    let (dk, dv) = (lane.output.part(0, half), lane.output.part(half, half))
    attention.forEachSlope(lane) { slope in
      let block = slope.block
      block.backToPrefix(slope.probabilities, slope.received, lane.pass, into: dv)
      block.backToPrefix(
        slope.scores, block.queries(slope.inputs.q), lane.pass, into: dk,
        alpha: attention.factor)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    let prefixed = attention.pairs(extents) - Double(extents.pairs)
    return 4 * (attention.pairs(extents) + prefixed) * Double(inputs[0].columns)
  }

  func scratch(_ extents: Extents) -> Int { attention.derivativeScratch(extents) }
}

/// What the gradients of a block's inputs are made from.
struct AttentionSlope {
  let block: AttentionBlock
  let inputs: AttentionInputs
  /// The gradient of the block's result: queries × dimension.
  let received: MatrixView
  /// The block's probabilities, and the gradient of its scores before they are scaled.
  let probabilities, scores: FloatView
}

extension Attention {
  /// Calls `body` for each block with its probabilities made again.
  func forEachSlope(_ lane: Lane, _ body: (AttentionSlope) -> Void) {
    let inputs = AttentionInputs(lane, from: 0, prefixFrom: prefix > 0 ? 4 : nil)
    forEachBlock(lane) { block, scratch in
      let p = scratch.part(0, block.pairs)
      let d = scratch.part(block.pairs, block.pairs)
      let bend = cap > 0 ? scratch.part(2 * block.pairs, block.pairs) : nil
      let dy = block.queries(lane.input(3))
      probabilities(block, inputs, lane.pass, into: p, bend: bend)
      block.outer(dy, inputs.values(block), lane.pass, into: d)
      Kernels.softmaxJacobian(p, times: d, columns: block.columns)
      if let bend { Kernels.multiply(d, bend, into: d) }
      body(
        AttentionSlope(block: block, inputs: inputs, received: dy, probabilities: p, scores: d))
    }
  }
}

/// The derivative of attention when its inputs move along as many more inputs behind them.
struct AttentionTangent: DerivedOperation, LaneOperation {
  var attention: Attention

  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    let count = attention.prefix > 0 ? 5 : 3
    let prefixed = attention.prefix > 0
    let inputs = AttentionInputs(lane, from: 0, prefixFrom: prefixed ? 3 : nil)
    let slopes = AttentionInputs(lane, from: count, prefixFrom: prefixed ? count + 3 : nil)
    attention.forEachBlock(lane) { block, scratch in
      let p = scratch.part(0, block.pairs)
      let d = scratch.part(block.pairs, block.pairs)
      let bend = attention.cap > 0 ? scratch.part(2 * block.pairs, block.pairs) : nil
      attention.probabilities(block, inputs, lane.pass, into: p, bend: bend)
      block.outer(
        block.queries(slopes.q), inputs.keys(block), lane.pass, into: d, alpha: attention.factor)
      block.outer(
        block.queries(inputs.q), slopes.keys(block), lane.pass, into: d, alpha: attention.factor,
        beta: 1)
      if let bend { Kernels.multiply(d, bend, into: d) }
      Kernels.softmaxJacobian(p, times: d, columns: block.columns)
      let target = block.queries(lane.output)
      block.product(d, inputs.values(block), lane.pass, into: target)
      block.product(p, slopes.values(block), lane.pass, into: target, beta: 1)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    10 * attention.pairs(extents) * Double(inputs[0].columns)
  }

  func scratch(_ extents: Extents) -> Int { attention.derivativeScratch(extents) }
}
