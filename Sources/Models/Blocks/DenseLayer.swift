import Graphs
import Tensors

/// A layer of the first transformers: attention, two dense layers, a layer norm for each.
///
/// There is one key head per query head, and an activation between the dense layers. Where the
/// norms stand is the family's.
struct DenseLayer: Sendable {
  var query, key, value, output: Dense
  var attentionNorm: Norm
  var up, down: Dense
  var feedForwardNorm: Norm
  /// Whether checkpoints have keys and values before queries, as OPT's.
  var queryIsLast = false

  func add(to layout: inout Layout) {
    let inputs = queryIsLast ? [key, value, query] : [query, key, value]
    for part in inputs + [output] { part.add(to: &layout) }
    attentionNorm.add(to: &layout)
    for part in [up, down] { part.add(to: &layout) }
    feedForwardNorm.add(to: &layout)
  }

  /// tokens × width to tokens × width.
  func attend(_ x: NodeID, heads: Int, causal: Bool, _ graph: inout Graph) -> NodeID {
    let q = query.apply(x, &graph)
    let k = key.apply(x, &graph)
    let v = value.apply(x, &graph)
    let attention = Attention(heads: heads, dimension: query.out / heads, causal: causal)
    return output.apply(graph.add(attention, q, k, v), &graph)
  }

  /// tokens × width to tokens × width.
  func feedForward(_ x: NodeID, _ activation: Activation, _ graph: inout Graph) -> NodeID {
    let middle = graph.add(Activate(activation), up.apply(x, &graph))
    return down.apply(middle, &graph)
  }
}

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
