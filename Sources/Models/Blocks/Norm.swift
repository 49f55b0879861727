import Graphs
import Tensors

/// A normalization by name: its parameters in a layout, and its node in a graph.
struct Norm: Sendable {
  let name: String
  /// A layer norm has a shift, called `bias` in checkpoints; an RMS norm has none.
  let kind: Normalization
  let width: Int
  let epsilon: Float
  /// Whether the scale is stored as what it has above one.
  let isAboveOne: Bool

  init(
    _ name: String, _ kind: Normalization, width: Int, epsilon: Float, isAboveOne: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.width = width
    self.epsilon = epsilon
    self.isAboveOne = isAboveOne
  }

  func add(to layout: inout Layout) {
    layout.add("\(name).weight", .scale, columns: width)
    if kind == .layer { layout.add("\(name).bias", .bias, columns: width) }
  }

  func apply(_ x: NodeID, _ graph: inout Graph) -> NodeID {
    let operation = Normalize(kind, epsilon: epsilon, aboveOne: isAboveOne ? width : 0)
    let weight = graph.parameter("\(name).weight")
    guard kind == .layer else { return graph.add(operation, x, weight) }
    return graph.add(operation, x, weight, graph.parameter("\(name).bias"))
  }
}
