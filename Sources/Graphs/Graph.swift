import Tensors

/// A value of a graph.
package struct NodeID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) { self.index = index }
}

/// A computation as a list of nodes in order of evaluation; it owns no memory.
///
/// A model family writes its forward computation once as a function that adds nodes; running,
/// gradient, tangent, probing and forecast are readings of the result.
package struct Graph: Sendable {
  /// Where a node's value comes from.
  package enum Source: Sendable {
    /// A parameter: read by the operations that use it, in panels, never copied as a whole.
    case parameter(Slice)
    /// The direction along a parameter, without the parameter.
    case direction(Slice)
    case operation(any Operation, [NodeID])
  }

  /// Where a node's value is kept.
  package enum Storage: Sendable {
    /// In the arena, from its evaluation to its last use.
    case arena
    /// Inside another node's memory, from an element on.
    case inside(NodeID, offset: @Sendable (Extents) -> Int)
    /// In the gradient store, at a parameter's place.
    case gradient(Slice)
    /// Nowhere: a parameter or a direction.
    case parameter
  }

  package struct Node: Sendable {
    package var source: Source
    package var shape: Shape
    package var storage: Storage
  }

  package let layout: Layout
  package private(set) var nodes: [Node] = []
  private var parameters: [Int: NodeID] = [:]
  private var directions: [Int: NodeID] = [:]

  package init(_ layout: Layout) { self.layout = layout }

  subscript(id: NodeID) -> Node { nodes[id.index] }

  package func shape(_ id: NodeID) -> Shape { self[id].shape }

  /// The parameter called `name`; a precondition that the layout has it.
  package mutating func parameter(_ name: String) -> NodeID {
    guard let slice = layout[name] else { preconditionFailure("no parameter '\(name)'") }
    return parameter(slice)
  }

  /// The parameter of a slice of the layout.
  package mutating func parameter(_ slice: Slice) -> NodeID {
    if let known = parameters[slice.index] { return known }
    let id = append(
      Node(
        source: .parameter(slice), shape: Shape(.fixed(slice.rows), slice.columns),
        storage: .parameter))
    parameters[slice.index] = id
    return id
  }

  mutating func direction(_ slice: Slice) -> NodeID {
    if let known = directions[slice.index] { return known }
    let id = append(
      Node(
        source: .direction(slice), shape: Shape(.fixed(slice.rows), slice.columns),
        storage: .parameter))
    directions[slice.index] = id
    return id
  }

  /// Adds an operation on earlier nodes.
  package mutating func add(_ operation: some Operation, _ inputs: NodeID...) -> NodeID {
    add(operation, inputs)
  }

  /// Adds an operation on a list of earlier nodes.
  package mutating func add(_ operation: any Operation, _ inputs: [NodeID]) -> NodeID {
    add(operation, inputs, storage: .arena)
  }

  mutating func add(
    _ operation: any Operation, _ inputs: [NodeID], storage: Storage
  ) -> NodeID {
    let shape = operation.shape(inputs.map { self[$0].shape })
    return append(Node(source: .operation(operation, inputs), shape: shape, storage: storage))
  }

  private mutating func append(_ node: Node) -> NodeID {
    nodes.append(node)
    return NodeID(index: nodes.count - 1)
  }

  /// The nodes that a node is computed from.
  package func inputs(of id: NodeID) -> [NodeID] {
    guard case .operation(_, let inputs) = self[id].source else { return [] }
    return inputs
  }

  /// The node in whose memory `id` lives: itself, unless it is a part of another.
  package func root(of id: NodeID) -> NodeID {
    guard case .inside(let other, _) = self[id].storage else { return id }
    return root(of: other)
  }

  /// Floating-point operations of all matrix products for one lane; a multiply-add is two.
  package func flops(_ extents: Extents) -> Double {
    nodes.reduce(0) { sum, node in
      guard case .operation(let operation, let inputs) = node.source else { return sum }
      return sum + operation.flops(inputs.map { self[$0].shape }, node.shape, extents)
    }
  }
}
