import Tensors

/// Gradients of queries, keys and values, one after the other in one block.
struct AttentionGradient: DerivedOperation, LaneOperation {
  var attention: Attention

  func shape(_ inputs: [Shape]) -> Shape {
    Shape(inputs[0].rows, inputs[0].columns + 2 * inputs[1].columns)
  }

  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    let wide = lane.input(0).count
    let narrow = lane.input(1).count
    let dq = lane.output.part(0, wide)
    let dk = lane.output.part(wide, narrow)
    let dv = lane.output.part(wide + narrow, narrow)
    attention.forEachBlock(lane) { block in
      let p = lane.scratch.part(0, block.pairs)
      let d = lane.scratch.part(block.pairs, block.pairs)
      let dy = block.queries(lane.input(3))
      attention.probabilities(block, lane.input(0), lane.input(1), lane.pass, into: p)
      block.back(p, dy, lane.pass, into: block.keys(dv))
      block.outer(dy, block.keys(lane.input(2)), lane.pass, into: d)
      Kernels.softmaxJacobian(p, times: d, columns: block.columns)
      block.product(
        d, block.keys(lane.input(1)), lane.pass, into: block.queries(dq), alpha: attention.factor)
      block.back(
        d, block.queries(lane.input(0)), lane.pass, into: block.keys(dk), alpha: attention.factor)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    10 * Double(extents.pairs) * Double(inputs[0].columns)
  }

  func scratch(_ extents: Extents) -> Int { 2 * extents.largestPair }
}

/// The derivative of attention when queries, keys and values move along the last three inputs.
struct AttentionTangent: DerivedOperation, LaneOperation {
  var attention: Attention

  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    attention.forEachBlock(lane) { block in
      let p = lane.scratch.part(0, block.pairs)
      let d = lane.scratch.part(block.pairs, block.pairs)
      let (q, k) = (block.queries(lane.input(0)), block.keys(lane.input(1)))
      attention.probabilities(block, lane.input(0), lane.input(1), lane.pass, into: p)
      block.outer(block.queries(lane.input(3)), k, lane.pass, into: d, alpha: attention.factor)
      block.outer(
        q, block.keys(lane.input(4)), lane.pass, into: d, alpha: attention.factor, beta: 1)
      Kernels.softmaxJacobian(p, times: d, columns: block.columns)
      let target = block.queries(lane.output)
      block.product(d, block.keys(lane.input(2)), lane.pass, into: target)
      block.product(p, block.keys(lane.input(5)), lane.pass, into: target, beta: 1)
    }
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    10 * Double(extents.pairs) * Double(inputs[0].columns)
  }

  func scratch(_ extents: Extents) -> Int { 2 * extents.largestPair }
}
