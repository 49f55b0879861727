import Tensors

/// The gradient transform: walks a graph backwards and adds the nodes that compute gradients.
package struct Cotangents: Sendable {
  package private(set) var graph: Graph
  private var received: [Int: NodeID] = [:]
  private var accumulated: [Int: NodeID] = [:]
  private let wanted: Set<Int>
  private var active: [Bool]

  private init(_ graph: Graph, wanted: Set<Int>) {
    self.graph = graph
    self.wanted = wanted
    active = []
    for index in graph.nodes.indices {
      switch graph.nodes[index].source {
      case .parameter(let slice): active.append(wanted.contains(slice.index))
      case .direction: active.append(false)
      case .operation(_, let inputs): active.append(inputs.contains { active[$0.index] })
      }
    }
  }

  /// `graph` with the gradient of `loss` (one element) in every wanted parameter.
  ///
  /// Gradients are summed into the gradient store in the order of the backward walk; the store
  /// must be zero before the graph runs. Frozen parameters, and what only they need, cost nothing.
  package static func gradient(of loss: NodeID, in graph: Graph, wanted: Set<Int>) -> Graph {
    var cotangents = Cotangents(graph, wanted: wanted)
    let count = graph.nodes.count
    cotangents.received[loss.index] = cotangents.graph.add(LossWeight())
    for index in (0..<count).reversed() where cotangents.active[index] {
      let id = NodeID(index: index)
      guard let gradient = cotangents.received[index] else { continue }
      guard case .operation(let operation, let inputs) = graph[id].source else { continue }
      operation.gradient(of: id, inputs: inputs, gradient, &cotangents)
    }
    return cotangents.graph
  }

  /// Whether the loss depends on a wanted parameter through this node.
  package func needs(_ id: NodeID) -> Bool { active[id.index] }

  /// Adds a derivative operation.
  package mutating func derive(_ operation: some Operation, _ inputs: NodeID...) -> NodeID {
    graph.add(operation, inputs)
  }

  /// Adds a derivative operation.
  mutating func derive(_ operation: some Operation, _ inputs: [NodeID]) -> NodeID {
    graph.add(operation, inputs)
  }

  /// A part of a derived node that has several results in one block.
  mutating func part(
    of id: NodeID, _ shape: Shape, at offset: @escaping @Sendable (Extents) -> Int
  ) -> NodeID {
    graph.add(Part(result: shape), [id], storage: .inside(id, offset: offset))
  }

  /// `gradient` flows into `input`, beside whatever else does.
  package mutating func send(_ gradient: NodeID, to input: NodeID) {
    guard needs(input) else { return }
    if let earlier = received[input.index] {
      received[input.index] = graph.add(Add(), [earlier, gradient])
    } else {
      received[input.index] = gradient
    }
  }

  /// A contribution to a parameter's gradient, summed in the gradient store.
  ///
  /// `operation`'s first input is the sum so far, in whose place it leaves the new sum.
  mutating func accumulate(_ operation: some Operation, into parameter: NodeID, _ inputs: NodeID...)
  {
    guard needs(parameter), case .parameter(let slice) = graph[parameter].source else { return }
    let sum =
      accumulated[slice.index]
      ?? graph.add(
        GradientStart(slice: slice), [], storage: .gradient(slice))
    accumulated[slice.index] = graph.add(
      operation, [sum] + inputs, storage: .gradient(slice))
  }
}

/// Where the gradient of a loss begins: with the part that it has in a mean of several.
struct LossWeight: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }
  func run(_ lane: Lane) { lane.output[0] = lane.pass.lossWeight }
}

/// The gradient of a value with respect to itself.
struct One: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(1), 1) }
  func run(_ lane: Lane) { lane.output[0] = 1 }
}

/// A view of a part of another node's memory; nothing is computed.
struct Part: DerivedOperation {
  var result: Shape
  func shape(_ inputs: [Shape]) -> Shape { result }
  func run(_ pass: Pass) {}
}

/// The empty sum at a parameter's place in the gradient store.
struct GradientStart: DerivedOperation {
  var slice: Slice
  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(slice.rows), slice.columns) }
  func run(_ pass: Pass) {}
}
