import Graphs
import Tensors

extension OperationCase {
  private static func attention(
    _ name: String, _ attention: Attention, _ batch: Batch
  ) -> OperationCase {
    let (wide, narrow) = (
      attention.heads * attention.dimension, attention.keyHeads * attention.dimension
    )
    return OperationCase(
      name: "Attention \(name)",
      parameters: [
        table("x", wide), table("p", wide, rows: 6), ("k", .matrix, narrow, wide),
        ("v", .matrix, narrow, wide),
      ], batch: batch,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let p = graph.add(Embedding(.position(offset: 0)), graph.parameter("p"))
        let q = graph.add(Add(), x, p)
        let k = graph.add(Linear(), q, graph.parameter("k"))
        let v = graph.add(Linear(), q, graph.parameter("v"))
        return graph.add(attention, q, k, v)
      },
      reference: { model in
        let positions = model.embedding("p", positionOffset: 0)
        let q = zip(model.embedding("x"), positions).map { $0 + $1 }
        return model.attention(attention, q, model.linear(q, "k"), model.linear(q, "v"))
      })
  }

  private static func changed(
    _ attention: Attention, factor: Float? = nil, cap: Float = 0
  ) -> Attention {
    var attention = attention
    attention.factor = factor ?? attention.factor
    attention.cap = cap
    return attention
  }

  static let attentions = [
    attention(
      "of another factor",
      changed(Attention(heads: 2, dimension: 3, causal: true), factor: 0.21), .branching),
    attention(
      "with a cap",
      changed(
        Attention(heads: 4, keyHeads: 2, dimension: 3, causal: true, window: 3), factor: 0.4,
        cap: 0.7), .branching),
    attention("causal", Attention(heads: 2, dimension: 5, causal: true), .plain),
    attention("bidirectional", Attention(heads: 2, dimension: 4, causal: false), .plain),
    attention(
      "grouped-query", Attention(heads: 4, keyHeads: 2, dimension: 3, causal: true), .plain),
    attention("window", Attention(heads: 2, dimension: 4, causal: true, window: 2), .plain),
    attention("context", Attention(heads: 2, dimension: 4, causal: true), .branching),
    attention(
      "context, window, groups",
      Attention(heads: 2, keyHeads: 1, dimension: 4, causal: true, window: 3), .branching),
    attention(
      "context, bidirectional", Attention(heads: 1, dimension: 4, causal: false), .branching),
  ]

  /// Logits of the scored rows, and what `rest` makes of the picks' log-probabilities.
  private static func loss(
    _ name: String, _ rest: @escaping @Sendable (inout Graph, NodeID) -> NodeID,
    _ reference: @escaping @Sendable (ReferenceModel, [Double]) -> [Double]
  ) -> OperationCase {
    OperationCase(
      name: name, parameters: [table("x", 6), ("w", .matrix, 5, 6)], batch: .plain,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let scored = graph.add(GatherScored(), x)
        let logits = graph.add(Linear(), scored, graph.parameter("w"))
        let picks = graph.add(TokenLogProbabilities(), logits)
        return rest(&graph, picks)
      },
      reference: { model in
        let logits = model.linear(model.scored(model.embedding("x")), "w")
        return reference(model, model.tokenLogProbabilities(logits))
      })
  }

  static let losses = [
    loss("TokenLogProbabilities", { $1 }, { $1 }),
    loss("OptionMeans", { $0.add(OptionMeans(), $1) }, { $0.optionMeans($1) }),
    loss(
      "OptionCrossEntropy",
      {
        let means = $0.add(OptionMeans(), $1)
        return $0.add(OptionCrossEntropy(), means)
      }, { $0.optionCrossEntropy($0.optionMeans($1)) }),
    loss("NegativeMean", { $0.add(NegativeMean(), $1) }, { $0.negativeMean($1) }),
  ]
}
