import Tensors

/// What the operations of one kind took and did, over all passes and lanes.
package struct OperationWork: Hashable, Codable, Sendable {
  /// The operation's type, such as `Linear`.
  package var operation: String
  /// How often it ran.
  package var calls = 0
  package var seconds = 0.0
  /// Floating-point operations of its matrix products.
  package var flops = 0.0
  /// Bytes that it must move; see `Graph.traffic`.
  package var bytes = 0.0

  package init(_ operation: String) { self.operation = operation }

  /// The work of both, which are of one kind.
  package static func + (left: OperationWork, right: OperationWork) -> OperationWork {
    var sum = left
    sum.calls += right.calls
    sum.seconds += right.seconds
    sum.flops += right.flops
    sum.bytes += right.bytes
    return sum
  }
}

/// Bytes that an operation must move between memory and processor, if caches keep nothing for the
/// next one and lose nothing meanwhile.
package struct Traffic: Hashable, Sendable {
  /// Of values, for each lane.
  package var values = 0.0
  /// Of weights, for all lanes together: they share the reading of a panel.
  package var weights = 0.0
}

extension Graph {
  /// What evaluating a node must read and write.
  ///
  /// Each value that is an input counts once, however often the operation looks at it, and its
  /// result once, as f32; so do sums in the gradient store, which are read and written. A weight
  /// counts with the bytes that it is stored in, scales of integers included; of tables only the
  /// rows that are looked up, each as often as it is named but the whole table at most. z is made
  /// and not read. Ids of tokens, scratch, and what an operation makes for itself count nothing.
  package func traffic(
    of id: NodeID, _ extents: Extents, stored: (Slice) -> Int
  ) -> Traffic {
    guard case .operation(let operation, let inputs) = self[id].source else { return Traffic() }
    let shapes = inputs.map { shape($0) }
    var (traffic, known) = (Traffic(), Set<NodeID>())
    for (index, input) in inputs.enumerated() where known.insert(input).inserted {
      let all = shapes[index].count(extents)
      let read = min(operation.elementsRead(index, shapes, extents), all)
      switch self[input].source {
      case .operation: traffic.values += 4 * Double(read)
      case .parameter(let slice):
        traffic.weights += Double(stored(slice)) * Double(read) / Double(max(all, 1))
      case .direction: break
      }
    }
    traffic.values += 4 * Double(elementsWritten(id, operation, shapes, extents))
    return traffic
  }

  /// Elements of a node's result: of a sum those that are added to, of a view none.
  private func elementsWritten(
    _ id: NodeID, _ operation: any Operation, _ inputs: [Shape], _ extents: Extents
  ) -> Int {
    let all = shape(id).count(extents)
    switch self[id].storage {
    case .arena: return all
    case .inside, .parameter: return 0
    case .gradient:
      return inputs.isEmpty ? 0 : min(operation.elementsRead(0, inputs, extents), all)
    }
  }
}

/// Time by node, as the executor walks them, and how often it walked which batches.
struct NodeTimes {
  /// A batch's sizes with the lanes that were evaluated together.
  private struct Walk: Hashable {
    var extents: Extents
    var lanes: Int
  }

  private var walks: [Walk: Int] = [:]
  private var seconds: [Double]

  init(_ graph: Graph) { seconds = Array(repeating: 0, count: graph.nodes.count) }

  /// All nodes are evaluated.
  mutating func begin(_ extents: Extents, lanes: Int) {
    walks[Walk(extents: extents, lanes: lanes), default: 0] += 1
  }

  mutating func add(_ time: Duration, at node: Int) { seconds[node] += time / .seconds(1) }

  /// By kind of operation, the longest first.
  ///
  /// - Parameter stored: the bytes of a parameter.
  func work(_ graph: Graph, stored: (Slice) -> Int) -> [OperationWork] {
    var kinds: [String: OperationWork] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard case .operation(let operation, let inputs) = node.source else { continue }
      var work = OperationWork("\(type(of: operation))")
      work.seconds = seconds[index]
      let shapes = inputs.map { graph.shape($0) }
      for (walk, count) in walks {
        let traffic = graph.traffic(of: NodeID(index: index), walk.extents, stored: stored)
        let flops = operation.flops(shapes, node.shape, walk.extents)
        let lanes = Double(walk.lanes)
        work.calls += count
        work.flops += Double(count) * lanes * flops
        work.bytes += Double(count) * (lanes * traffic.values + traffic.weights)
      }
      kinds[work.operation] = kinds[work.operation].map { $0 + work } ?? work
    }
    return kinds.values.sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }
}
