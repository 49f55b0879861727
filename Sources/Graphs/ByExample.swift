import Tensors

/// The reading of a graph in which every example is displaced along a direction of its own.
///
/// The admitted parameters are then another one for every example: what reads them is run example
/// by example, and linear layers with one product more. What comes out are the examples' losses.
package struct ByExample: Sendable {
  package let graph: Graph
  /// examples × 1; their mean is the loss.
  package let losses: NodeID

  /// - Parameters:
  ///   - loss: a node that is a mean over examples.
  ///   - outerProducts: those of a direction; nil where signs are turned.
  package init(
    of loss: NodeID, in whole: Graph, admitted: Set<Int>, outerProducts: Int? = nil
  ) {
    var divided = Graph(whole.layout)
    var moved: [NodeID] = []
    for (index, node) in whole.nodes.enumerated() {
      switch node.source {
      case .parameter(let slice): moved.append(divided.parameter(slice))
      case .direction(let slice): moved.append(divided.direction(slice))
      case .operation(let operation, let inputs):
        let here = inputs.map { moved[$0.index] }
        if index == loss.index, let mean = operation as? any ExampleMean {
          moved.append(divided.add(mean.parts, here))
        } else {
          let own = Self.divided(operation, here, divided, admitted, outerProducts)
          moved.append(divided.add(own, here))
        }
      }
    }
    graph = divided
    losses = moved[loss.index]
    precondition(graph.shape(losses).rows == .examples, "the loss is no mean over examples")
  }

  /// Whether the examples of a graph can be displaced each by itself.
  ///
  /// Not where parameters are multiplied with each other before they meet a token, as the cores of
  /// a tensor train are: their product would be another one for every example.
  package static func divides(_ graph: Graph) -> Bool {
    !graph.nodes.contains { node in
      guard case .operation(let operation, _) = node.source else { return false }
      return operation is Reshape
    }
  }

  /// The operation as it is run when parameters vary.
  private static func divided(
    _ operation: any Operation, _ inputs: [NodeID], _ graph: Graph, _ admitted: Set<Int>,
    _ outerProducts: Int?
  ) -> any Operation {
    func varies(_ id: NodeID) -> Bool {
      guard case .parameter(let slice) = graph[id].source else { return false }
      return admitted.contains(slice.index)
    }
    if operation is Linear {
      guard inputs.contains(where: varies) else { return operation }
      return ExampleLinear(variesWeight: varies(inputs[1]), outerProducts: outerProducts)
    }
    let isOwn =
      operation is any TokenMixing
      && inputs.contains { id in
        if case .each = graph.shape(id).rows { return true }
        return false
      }
    return isOwn || inputs.contains(where: varies) ? ExampleWise(inner: operation) : operation
  }
}
