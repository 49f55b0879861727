import Tensors

/// The tangent transform (forward mode): a graph that computes a node and its derivative.
package struct Tangents: Sendable {
  package let graph: Graph
  /// The node itself in the new graph.
  package let value: NodeID
  /// Its derivative along z; nil when it does not depend on an admitted parameter.
  package let slope: NodeID?

  /// The derivative of `output` along z in the admitted parameters, beside the value.
  ///
  /// A tangent dies as soon as its consumers are computed, so nothing is stored for later (Baydin
  /// et al. 2022, arXiv:2202.08587).
  package init(of output: NodeID, in primal: Graph, admitted: Set<Int>) {
    var interleaved = Graph(primal.layout)
    var moved: [Int: NodeID] = [:]
    var tangents: [Int: NodeID] = [:]
    for index in primal.nodes.indices {
      let node = primal.nodes[index]
      switch node.source {
      case .parameter(let slice):
        moved[index] = interleaved.parameter(slice)
        if admitted.contains(slice.index) { tangents[index] = interleaved.direction(slice) }
      case .direction(let slice):
        moved[index] = interleaved.direction(slice)
      case .operation(let operation, let inputs):
        let here = inputs.compactMap { moved[$0.index] }
        let id = interleaved.add(operation, here)
        moved[index] = id
        let slopes = inputs.map { tangents[$0.index] }
        guard slopes.contains(where: { $0 != nil }) else { continue }
        tangents[index] = operation.tangent(of: id, inputs: here, slopes, &interleaved)
      }
    }
    graph = interleaved
    value = moved[output.index] ?? output
    slope = tangents[output.index]
  }

  /// The sum of the tangents that there are.
  static func sum(_ terms: [NodeID?], _ graph: inout Graph) -> NodeID? {
    let terms = terms.compactMap { $0 }
    guard let first = terms.first else { return nil }
    return terms.dropFirst().reduce(first) { graph.add(Add(), $0, $1) }
  }
}
