/// What the operations of one kind took, over all passes and lanes.
package struct OperationTime: Hashable, Codable, Sendable {
  /// The operation's type, such as `Linear`.
  package var operation: String
  /// How often it ran.
  package var calls: Int
  package var seconds: Double
}

/// Time by node, as the executor walks them.
struct NodeTimes {
  private var calls: [Int]
  private var seconds: [Double]

  init(_ graph: Graph) {
    calls = Array(repeating: 0, count: graph.nodes.count)
    seconds = Array(repeating: 0, count: graph.nodes.count)
  }

  mutating func add(_ time: Duration, at node: Int) {
    calls[node] += 1
    seconds[node] += time / .seconds(1)
  }

  /// By kind of operation, the longest first.
  func times(_ graph: Graph) -> [OperationTime] {
    var kinds: [String: OperationTime] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard case .operation(let operation, _) = node.source else { continue }
      let name = "\(type(of: operation))"
      var kind = kinds[name] ?? OperationTime(operation: name, calls: 0, seconds: 0)
      kind.calls += calls[index]
      kind.seconds += seconds[index]
      kinds[name] = kind
    }
    return kinds.values.sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }
}
