import Tensors

/// The gradient transform: walks a graph backwards and adds the nodes that compute gradients.
package struct Cotangents: Sendable {
  package private(set) var graph: Graph
  private var received: [Int: NodeID] = [:]
  private var accumulated: [Int: NodeID] = [:]
  private var active: [Bool]
  /// Per forward node: the forward nodes that its gradient rule reads.
  private var used: [[Int]] = []
  /// The forward nodes of the present segment that were computed again, and what they stand for.
  private var copies: [Int: NodeID] = [:]
  private var originals: [Int: Int] = [:]

  private init(_ graph: Graph, wanted: Set<Int>, at value: NodeID? = nil) {
    self.graph = graph
    active = []
    for index in graph.nodes.indices {
      switch graph.nodes[index].source {
      case .parameter(let slice): active.append(wanted.contains(slice.index))
      case .direction: active.append(false)
      case .operation(_, let inputs):
        active.append(index == value?.index || inputs.contains { active[$0.index] })
      }
    }
  }

  /// `graph` with the gradient of `loss` (one element) in a value instead of parameters, and the
  /// node of that gradient; a precondition that the loss depends on the value.
  package static func gradient(
    of loss: NodeID, in graph: Graph, at value: NodeID
  ) -> (graph: Graph, gradient: NodeID) {
    var cotangents = Cotangents(graph, wanted: [], at: value)
    cotangents.walk(back: graph, from: loss)
    guard let gradient = cotangents.received[value.index] else {
      preconditionFailure("the loss does not depend on the value")
    }
    return (cotangents.graph, gradient)
  }

  /// `graph` with the gradient of `loss` (one element) in every wanted parameter.
  ///
  /// Gradients are summed into the gradient store in the order of the backward walk; the store
  /// must be zero before the graph runs. Frozen parameters, and what only they need, cost nothing.
  ///
  /// - Parameter recomputing: whether activations are computed again where they are needed, layer
  ///   by layer, instead of being kept; the gradients have the same bits.
  package static func gradient(
    of loss: NodeID, in graph: Graph, wanted: Set<Int>, recomputing: Bool = false
  ) -> Graph {
    var cotangents = Cotangents(graph, wanted: wanted)
    cotangents.walk(back: graph, from: loss)
    guard recomputing else { return cotangents.graph }
    let again = Recomputation(of: graph, used: cotangents.used)
    cotangents = Cotangents(graph, wanted: wanted)
    cotangents.walk(back: graph, from: loss, again)
    return cotangents.graph
  }

  private mutating func walk(
    back forward: Graph, from loss: NodeID, _ again: Recomputation? = nil
  ) {
    used = Array(repeating: [], count: forward.nodes.count)
    received[loss.index] = graph.add(LossWeight())
    var segment = again.map { $0.starts.count }
    for index in forward.nodes.indices.reversed() where active[index] {
      guard let gradient = received[index],
        case .operation(let operation, let inputs) = forward.nodes[index].source
      else { continue }
      if let again, again.segment(of: index) != segment {
        segment = again.segment(of: index)
        compute(again.again[again.segment(of: index)], of: forward)
      }
      let first = graph.nodes.count
      operation.gradient(
        of: copies[index] ?? NodeID(index: index), inputs: inputs.map { copies[$0.index] ?? $0 },
        gradient, &self)
      used[index] = (first..<graph.nodes.count).flatMap { graph.inputs(of: NodeID(index: $0)) }
        .map(\.index).filter(forward.nodes.indices.contains)
    }
  }

  /// Adds some forward nodes once more, from those that were kept.
  private mutating func compute(_ nodes: [Int], of forward: Graph) {
    copies = [:]
    for index in nodes {
      guard case .operation(let operation, let inputs) = forward.nodes[index].source else {
        continue
      }
      let copy = graph.add(operation, inputs.map { copies[$0.index] ?? $0 })
      copies[index] = copy
      originals[copy.index] = index
    }
  }

  /// Whether the loss depends on a wanted parameter through this node.
  package func needs(_ id: NodeID) -> Bool { active[original(id)] }

  /// The forward node that this one is, or is a copy of.
  private func original(_ id: NodeID) -> Int { originals[id.index] ?? id.index }

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
    let place = original(input)
    received[place] = received[place].map { graph.add(Add(), [$0, gradient]) } ?? gradient
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
