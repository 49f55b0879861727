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
