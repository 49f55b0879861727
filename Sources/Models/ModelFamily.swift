import Graphs
import Tensors
import Vocabulary

/// Where a model predicts a token.
package enum Reading: Hashable, Sendable {
  /// At the token before it: token i from what precedes it.
  case causal
  /// At its own place, where `token`, the mask as the tokenizer knows it, stands for it.
  case masked(token: String)
}

/// A forward computation to vocabulary logits, and the parameters that it reads.
///
/// A family is one, and so is a family with what a tuning scheme attaches to it.
package protocol LanguageModel: Sendable {
  /// Token ids are below this.
  var vocabularySize: Int { get }
  /// Tokens that a sequence may have.
  var maxPositions: Int { get }
  /// Where tokens are predicted; causal unless the family says otherwise.
  var reading: Reading { get }
  /// Whether there is a vocabulary head. Without one there are no `logits`: what is trained has
  /// to bring a head of its own, as a linear probe does.
  var hasHead: Bool { get }
  /// Parameters by their names in the checkpoint; tied ones once.
  var layout: Layout { get }
  /// The residual stream's last state, ready for the head: tokens × width.
  func hidden(_ graph: inout Graph) -> NodeID
  /// Scored rows (of the last state) to vocabulary logits; a precondition that there is a head.
  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID
}

/// A model family: its configuration as Hugging Face writes it, and its forward computation.
///
/// One file in `Catalog` adds a family: everything else (running, gradients, tangents, probes,
/// forecasts, schemes, optimizers) reads the graph that it writes.
package protocol ModelFamily: LanguageModel {
  /// `model_type` in `config.json`.
  static var modelType: String { get }
  /// What the names of transformers' classes begin with.
  static var classPrefix: String { get }
  /// - Throws: `InputProblem` when a field is missing or unusable.
  init(_ fields: ConfigurationFields) throws(InputProblem)
  /// Checkpoint names that older files use for a parameter.
  func aliases(of name: String) -> [String]
  /// Names of the parameters that are this one as well, because the configuration ties them.
  func tied(to name: String) -> [String]
  /// Whether checkpoints have the matrix as in × out, as GPT-2's; it is turned when it is read.
  func isTransposed(_ name: String) -> Bool
  /// Tensors that a checkpoint may have and the family has no use for: the ends of their names, or
  /// with a dot behind it the beginning.
  var unread: [String] { get }
  /// The family as a checkpoint with these tensors has it: without its head if that is not there.
  func fitted(to hasTensor: (String) -> Bool) -> any ModelFamily
}

extension LanguageModel {
  package var reading: Reading { .causal }
  package var hasHead: Bool { true }
}

extension ModelFamily {
  package func aliases(of name: String) -> [String] { [] }
  package func tied(to name: String) -> [String] { [] }
  package func isTransposed(_ name: String) -> Bool { false }
  package var unread: [String] { [] }
  package func fitted(to hasTensor: (String) -> Bool) -> any ModelFamily { self }

  /// - Throws: an `InputProblem` at `place` when there is no head to predict tokens with.
  package func requireHead(at place: String) throws(InputProblem) {
    guard !hasHead else { return }
    throw InputProblem(
      at: place,
      "this \(Self.modelType) checkpoint has no language-model head: only a linear probe can be "
        + "trained on it")
  }
}

/// A graph with its named results.
package struct ForwardPass: Sendable {
  package var graph: Graph
  /// scored × width: what the head reads.
  package var rows: NodeID
  /// scored × vocabulary.
  package var logits: NodeID
  /// picks × 1: natural log-probabilities.
  package var logProbabilities: NodeID
  /// options × 1: mean log-probability per option.
  package var scores: NodeID
  /// One element.
  package var loss: NodeID

  /// The forward computation of a model that has a head, to the loss.
  package init(_ model: any LanguageModel, objective: Objective) {
    var graph = Graph(model.layout)
    let hidden = model.hidden(&graph)
    rows = graph.add(GatherScored(), hidden)
    logits = model.logits(&graph, of: rows)
    logProbabilities = graph.add(TokenLogProbabilities(), logits)
    scores = graph.add(OptionMeans(), logProbabilities)
    loss = Self.loss(objective, &graph, scores: scores, logProbabilities)
    self.graph = graph
  }

  static func loss(
    _ objective: Objective, _ graph: inout Graph, scores: NodeID, _ logProbabilities: NodeID
  ) -> NodeID {
    switch objective {
    case .classification: graph.add(OptionCrossEntropy(), scores)
    case .accuracy: graph.add(OptionErrors(), scores)
    // Of answers that are generated, a graph has only what they are learned by.
    case .language, .f1: graph.add(NegativeMean(), logProbabilities)
    }
  }
}

/// Which rows of the vocabulary head a loss is computed from.
package enum HeadRows: Hashable, Sendable {
  /// All: log-probabilities are normalized over the vocabulary.
  case vocabulary
  /// Those of the candidates: where each is one token, predicted from the same state, what
  /// normalizes their probabilities is the same and cancels when they are compared.
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
