import Graphs
import Tensors
import Vocabulary

/// Which rows of the vocabulary head a loss is computed from.
package enum HeadRows: Hashable, Sendable {
  /// All: log-probabilities are normalised over the vocabulary.
  case vocabulary
  /// Those of the candidates: where each is one token, predicted from the same state, what
  /// normalises their probabilities is the same and cancels when they are compared.
  case candidates
}

/// A forward computation to the loss alone: what a training step evaluates.
package struct LossPass: Sendable {
  package private(set) var graph: Graph
  /// scored × width: what the head reads.
  package let rows: NodeID
  /// One element.
  package let loss: NodeID

  /// - Parameter head: `candidates` only for objectives that compare options, on batches where
  ///   each is one token and those of an example are picked from one row.
  package init(_ model: any LanguageModel, objective: Objective, head: HeadRows = .vocabulary) {
    guard head == .candidates, objective == .classification || objective == .accuracy else {
      let pass = ForwardPass(model, objective: objective)
      (graph, rows, loss) = (pass.graph, pass.rows, pass.loss)
      return
    }
    var graph = Graph(model.layout)
    let rows = graph.add(GatherScored(), model.hidden(&graph))
    let logits = graph.add(rewriting: Self.picked(in: graph, model, rows)) {
      model.logits(&$0, of: rows)
    }
    let isPicked = graph.shape(logits) == Shape(.picks, 1)
    let scores = isPicked ? logits : graph.add(TokenLogProbabilities(), logits)
    loss = ForwardPass.loss(objective, &graph, scores: graph.add(OptionMeans(), scores), scores)
    (self.graph, self.rows) = (graph, rows)
  }

  /// A product with the head's matrix, and nothing behind it but a bound of every logit, can be
  /// made for picked tokens alone.
  private static func picked(
    in whole: Graph, _ model: any LanguageModel, _ rows: NodeID
  ) -> GraphRewriting {
    let last = whole.operations { model.logits(&$0, of: rows) }.last { !($0.operation is SoftCap) }
    let matrix = last.flatMap { $0.operation is Linear ? $0.parameters[1] : nil }
    return { planned, graph in
      guard planned.operation is Linear, planned.parameters[1] == matrix,
        planned.parameters.dropFirst().allSatisfy({ $0 != nil })
      else { return nil }
      let width = graph.shape(planned.inputs[0]).columns
      let logits = graph.add(PickedLogits(width: width), planned.inputs[0], planned.inputs[1])
      guard planned.inputs.count > 2 else { return logits }
      return graph.add(Add(), logits, graph.add(PickedBias(), planned.inputs[2]))
    }
  }
}
