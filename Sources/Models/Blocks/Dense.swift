import Graphs
import Tensors

/// A linear layer by name: its parameters in a layout, and its node in a graph.
struct Dense: Sendable {
  let name: String
  /// Columns of the result and of the input.
  let out: Int
  let width: Int
  let bias: Bool

  init(_ name: String, out: Int, width: Int, bias: Bool) {
    self.name = name
    self.out = out
    self.width = width
    self.bias = bias
  }

  func add(to layout: inout Layout) {
    layout.add("\(name).weight", .matrix, rows: out, columns: width)
    if bias { layout.add("\(name).bias", .bias, columns: out) }
  }

  func apply(_ x: NodeID, _ graph: inout Graph) -> NodeID {
    let weight = graph.parameter("\(name).weight")
    guard bias else { return graph.add(Linear(), x, weight) }
    return graph.add(Linear(), x, weight, graph.parameter("\(name).bias"))
  }
}
