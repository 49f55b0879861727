import Graphs
import Tensors

extension OperationCase {
  /// Logits of picked tokens alone, with and without a bias.
  static let picks: [OperationCase] = [
    OperationCase(
      name: "PickedLogits", parameters: [table("x", 6), ("w", .matrix, 5, 6)], batch: .plain,
      build: { logits(&$0, of: "x", "w") },
      reference: { picked($0.linear($0.scored($0.embedding("x")), "w"), $0) }),
    OperationCase(
      name: "PickedLogits tied to the embedding", parameters: [table("x", 6)], batch: .plain,
      build: { logits(&$0, of: "x", "x") },
      reference: { picked($0.linear($0.scored($0.embedding("x")), "x"), $0) }),
    OperationCase(
      name: "PickedBias",
      parameters: [table("x", 6), ("w", .matrix, 5, 6), ("b", .bias, 1, 5)], batch: .plain,
      build: { graph in
        let logits = logits(&graph, of: "x", "w")
        let bias = graph.add(PickedBias(), graph.parameter("b"))
        return graph.add(Add(), logits, bias)
      },
      reference: { picked($0.linear($0.scored($0.embedding("x")), "w", bias: "b"), $0) }),
  ]

  private static func logits(_ graph: inout Graph, of table: String, _ matrix: String) -> NodeID {
    let x = graph.add(Embedding(.token), graph.parameter(table))
    let rows = graph.add(GatherScored(), x)
    return graph.add(PickedLogits(width: 6), rows, graph.parameter(matrix))
  }

  /// The picks' elements of the logits of all scored rows.
  private static func picked(_ logits: [Double], _ model: ReferenceModel) -> [Double] {
    let width = logits.count / model.batch.scored.count
    return zip(model.batch.pickRows, model.batch.pickTokens).map {
      logits[Int($0) * width + Int($1)]
    }
  }
}
