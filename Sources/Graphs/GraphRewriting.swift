import Tensors

/// An operation of a computation that is being added to a graph.
package struct PlannedOperation: Sendable {
  package let operation: any Operation
  /// Its inputs in the graph that it would be added to.
  package let inputs: [NodeID]
  /// Per input: the parameter that it is; nil for values.
  package let parameters: [Slice?]
  /// The parameter through which each input's value came last; nil where there is none.
  package let origins: [Slice?]
  /// Whether it gives the computation's result.
  package let isResult: Bool
}

/// Puts other operations in the place of a planned one; nil leaves it as it is.
package typealias GraphRewriting =
  @Sendable (_ planned: PlannedOperation, _ graph: inout Graph) -> NodeID?

extension Graph {
  /// Adds what `build` adds, with each operation as `rewrite` wants it, and gives the result.
  package mutating func add(
    rewriting rewrite: GraphRewriting, _ build: (inout Graph) -> NodeID
  ) -> NodeID {
    var draft = self
    let result = build(&draft)
    var moved = nodes.indices.map { NodeID(index: $0) }
    for index in nodes.count..<draft.nodes.count {
      switch draft.nodes[index].source {
      case .parameter(let slice): moved.append(parameter(slice))
      case .direction(let slice): moved.append(direction(slice))
      case .operation(let operation, let inputs):
        let planned = PlannedOperation(
          operation: operation, inputs: inputs.map { moved[$0.index] },
          parameters: inputs.map { draft.parameter(of: $0) },
          origins: inputs.map { draft.origin(of: $0) }, isResult: index == result.index)
        moved.append(rewrite(planned, &self) ?? add(operation, planned.inputs))
      }
    }
    return moved[result.index]
  }

  /// The operations that `build` would add, in order.
  package func operations(of build: (inout Graph) -> NodeID) -> [PlannedOperation] {
    var draft = self
    let result = build(&draft)
    return (nodes.count..<draft.nodes.count).compactMap { index in
      guard case .operation(let operation, let inputs) = draft.nodes[index].source else {
        return nil
      }
      return PlannedOperation(
        operation: operation, inputs: inputs, parameters: inputs.map { draft.parameter(of: $0) },
        origins: inputs.map { draft.origin(of: $0) }, isResult: index == result.index)
    }
  }

  /// The parameter that a node is; nil for values.
  func parameter(of id: NodeID) -> Slice? {
    guard case .parameter(let slice) = self[id].source else { return nil }
    return slice
  }

  /// The parameter of the nearest operation that has one, along first inputs.
  private func origin(of id: NodeID) -> Slice? {
    var id = id
    while case .operation(_, let inputs) = self[id].source, let first = inputs.first {
      if let found = inputs.lazy.compactMap({ parameter(of: $0) }).first { return found }
      id = first
    }
    return nil
  }
}

extension Graph {
  /// The inputs of every operation of one kind, in order.
  package func inputs<Kind: Operation>(ofAll kind: Kind.Type) -> [[NodeID]] {
    nodes.compactMap { node in
      guard case .operation(let operation, let inputs) = node.source, operation is Kind else {
        return nil
      }
      return inputs
    }
  }
}
