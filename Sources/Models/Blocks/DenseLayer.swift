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

/// A layer that makes queries, keys and values at once.
struct FusedInputs: Sendable {
  /// How its result is divided.
  enum Order: Sendable {
    /// All queries, then all keys, then all values (GPT-2).
    case parts
    /// Queries, keys and values of the first head, of the second, … (GPT-NeoX).
    case heads
  }

  let dense: Dense
  let heads: Int
  let order: Order

  init(_ name: String, width: Int, heads: Int, bias: Bool, _ order: Order) {
    dense = Dense(name, out: 3 * width, width: width, bias: bias)
    self.heads = heads
    self.order = order
  }

  /// Elements of a head.
  var headWidth: Int { dense.width / heads }

  /// tokens × width to queries, keys and values, each tokens × width.
  func apply(_ x: NodeID, _ graph: inout Graph) -> (q: NodeID, k: NodeID, v: NodeID) {
    let all = dense.apply(x, &graph)
    let run = order == .parts ? dense.width : headWidth
    func part(_ number: Int, _ graph: inout Graph) -> NodeID {
      graph.add(TakeColumns(from: number * run, run, every: 3 * run), all)
    }
    return (part(0, &graph), part(1, &graph), part(2, &graph))
  }
}

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
