import Graphs

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
