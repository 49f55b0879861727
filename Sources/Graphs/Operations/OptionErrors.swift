import Tensors

/// One minus the accuracy: the part of the examples whose right option has not the best score.
///
/// The first of equal scores counts. Not a number when a score is not, so that a divergence shows.
/// There is no gradient: a constant sends nothing.
package struct OptionErrors: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }

  func run(_ lane: Lane) {
    var wrong = 0
    var isFinite = true
    OptionCrossEntropy.forEachExample(lane) { gold, scores, _ in
      let values = scores.array
      isFinite = isFinite && !values.contains { $0.isNaN }
      if values.firstIndex(of: values.max() ?? 0) != gold { wrong += 1 }
    }
    lane.output[0] = isFinite ? Float(wrong) / Float(max(lane.extents.examples, 1)) : .nan
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {}

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { nil }
}
