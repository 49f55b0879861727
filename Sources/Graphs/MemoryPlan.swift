import Tensors

/// Offsets in one arena for every intermediate, from liveness at a capacity.
///
/// The plan is made once per run at the capacity; every smaller batch has the same nodes and
/// shorter values, so the same offsets hold.
package struct MemoryPlan: Sendable {
  /// Per node: first float of its place, for nodes that live in the arena.
  package private(set) var offsets: [Int?]
  /// Floats of one lane of each node.
  package private(set) var sizes: [Int]
  package private(set) var arenaFloats = 0
  /// The largest scratch that an operation asks for, in floats.
  package let scratchFloats: Int

  /// A value in the arena with the nodes at whose evaluation it begins and ends.
  private struct Value {
    var node: Int
    var size: Int
    var first: Int
    var last: Int
    var offset = 0
  }

  package init(_ graph: Graph, outputs: [NodeID], capacity: Extents, lanes: Int) {
    sizes = graph.nodes.map { ($0.shape.count(capacity) + 15) / 16 * 16 }
    offsets = Array(repeating: nil, count: graph.nodes.count)
    scratchFloats =
      graph.nodes.map { node in
        guard case .operation(let operation, _) = node.source else { return 0 }
        return operation.scratch(capacity)
      }.max() ?? 0
    let lastUse = Self.lastUses(graph, outputs: outputs)
    let host = Self.reused(graph, lastUse: lastUse, sizes: sizes)
    var values: [Int: Value] = [:]
    for index in graph.nodes.indices {
      guard case .arena = graph.nodes[index].storage else { continue }
      let place = host[index]
      var value =
        values[place]
        ?? Value(
          node: place, size: sizes[place] * lanes, first: place, last: place)
      value.last = max(value.last, lastUse[index])
      values[place] = value
    }
    place(values.values.sorted { ($1.size, $0.node) < ($0.size, $1.node) })
    for index in graph.nodes.indices where host[index] != index {
      offsets[index] = offsets[host[index]]
    }
  }

  /// Largest first, each at the lowest offset where nothing that lives at the same time is.
  private mutating func place(_ values: [Value]) {
    // In the order of their offsets.
    var placed: [Value] = []
    for var value in values {
      for other in placed where other.first <= value.last && value.first <= other.last {
        if value.offset + value.size <= other.offset { break }
        value.offset = max(value.offset, other.offset + other.size)
      }
      let later = placed.firstIndex { $0.offset > value.offset } ?? placed.count
      placed.insert(value, at: later)
      offsets[value.node] = value.offset
      arenaFloats = max(arenaFloats, value.offset + value.size)
    }
  }

  /// Per node: the last node that reads its memory; outputs live to the end.
  private static func lastUses(_ graph: Graph, outputs: [NodeID]) -> [Int] {
    var last = Array(graph.nodes.indices)
    for index in graph.nodes.indices {
      for input in graph.inputs(of: NodeID(index: index)) {
        let root = graph.root(of: input).index
        last[root] = max(last[root], index)
      }
    }
    for output in outputs { last[graph.root(of: output).index] = graph.nodes.count }
    return last
  }

  /// Per node: the node whose memory it takes over, itself when it takes over none.
  private static func reused(_ graph: Graph, lastUse: [Int], sizes: [Int]) -> [Int] {
    var host = Array(graph.nodes.indices)
    for index in graph.nodes.indices {
      guard case .operation(let operation, let inputs) = graph.nodes[index].source,
        case .arena = graph.nodes[index].storage, let number = operation.reusableInput
      else { continue }
      let input = inputs[number]
      guard case .arena = graph[input].storage, lastUse[input.index] == index,
        sizes[input.index] == sizes[index]
      else { continue }
      host[index] = host[input.index]
    }
    return host
  }
}
