import Graphs
import Tensors

extension OperationCase {
  /// Operations that tuning schemes attach.
  static let adapters = prefixes + others

  private static func prefixed(
    _ name: String, _ attention: Attention, _ batch: Batch
  ) -> OperationCase {
    var attention = attention
    attention.prefix = 2
    let (prefixed, narrow) = (attention, attention.keyHeads * attention.dimension)
    let wide = attention.heads * attention.dimension
    return OperationCase(
      name: "Attention with prefix, \(name)",
      parameters: [
        table("x", wide), ("k", .matrix, narrow, wide), ("v", .matrix, narrow, wide),
        ("pk", .matrix, 2, narrow), ("pv", .matrix, 2, narrow),
      ], batch: batch,
      build: { graph in
        let q = graph.add(Embedding(.token), graph.parameter("x"))
        let k = graph.add(Linear(), q, graph.parameter("k"))
        let v = graph.add(Linear(), q, graph.parameter("v"))
        let keys = graph.add(ParameterValue(), graph.parameter("pk"))
        let values = graph.add(ParameterValue(), graph.parameter("pv"))
        return graph.add(prefixed, q, k, v, keys, values)
      },
      reference: { model in
        let q = model.embedding("x")
        return model.attention(
          prefixed, q, model["pk"] + model.linear(q, "k"), model["pv"] + model.linear(q, "v"))
      })
  }

  private static let prefixes = [
    prefixed("causal", Attention(heads: 2, dimension: 5, causal: true), .plain),
    prefixed("bidirectional", Attention(heads: 2, dimension: 4, causal: false), .plain),
    prefixed(
      "groups and window",
      Attention(heads: 4, keyHeads: 2, dimension: 3, causal: true, window: 3), .plain),
    prefixed("context", Attention(heads: 2, dimension: 4, causal: true), .branching),
    prefixed(
      "context, window, groups",
      Attention(heads: 2, keyHeads: 1, dimension: 4, causal: true, window: 4), .branching),
  ]

  private static let others = [
    OperationCase(
      name: "ParameterValue", parameters: [("w", .matrix, 3, 7)], batch: .plain,
      build: { $0.add(ParameterValue(), $0.parameter("w")) }, reference: { $0["w"] }),
    OperationCase(
      name: "AddScaled", parameters: [table("x", 7), table("y", 7)], batch: .plain,
      build: {
        let x = $0.add(Embedding(.token), $0.parameter("x"))
        let y = $0.add(Embedding(.token), $0.parameter("y"))
        return $0.add(AddScaled(2.5), x, y)
      }, reference: { zip($0.embedding("x"), $0.embedding("y")).map { $0 + 2.5 * $1 } }),
    OperationCase(
      name: "ScaleColumns", parameters: [table("x", 7), ("s", .scale, 1, 7)], batch: .plain,
      build: {
        let x = $0.add(Embedding(.token), $0.parameter("x"))
        return $0.add(ScaleColumns(), x, $0.parameter("s"))
      },
      reference: { model in
        model.embedding("x").enumerated().map { $1 * model["s"][$0 % 7] }
      }),
    OperationCase(
      name: "Product and Reshape",
      parameters: [table("x", 6), ("a", .matrix, 3, 4), ("b", .matrix, 5, 2)], batch: .plain,
      build: {
        let x = $0.add(Embedding(.token), $0.parameter("x"))
        let a = $0.add(ParameterValue(), $0.parameter("a"))
        let b = $0.add(ParameterValue(), $0.parameter("b"))
        let low = $0.add(Product(), x, $0.add(Reshape(columns: 2), a))
        return $0.add(Product(.transposed), low, b)
      },
      reference: { model in
        let x = model.embedding("x")
        return (0..<x.count / 6).flatMap { row -> [Double] in
          let low = (0..<2).map { column in
            (0..<6).reduce(0) { $0 + x[6 * row + $1] * model["a"][2 * $1 + column] }
          }
          return (0..<5).map { low[0] * model["b"][2 * $0] + low[1] * model["b"][2 * $0 + 1] }
        }
      }),
    // Ids 3 and 4 are virtual where the table has three rows.
    OperationCase(
      name: "PromptedEmbedding", parameters: [table("x", 6, rows: 3), table("v", 6, rows: 2)],
      batch: .plain,
      build: { $0.add(PromptedEmbedding(times: 1.75), $0.parameter("x"), $0.parameter("v")) },
      reference: { model in
        model.batch.tokens.flatMap { token -> [Double] in
          let rows = model["x"].map { 1.75 * $0 } + model["v"]
          return Array(rows[6 * Int(token)..<6 * Int(token) + 6])
        }
      }),
  ]
}
