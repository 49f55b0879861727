import Experiments
import Graphs
import Tensors

/// A model family: its configuration as Hugging Face writes it, and its forward computation.
///
/// One file in `Catalog` adds a family: everything else (running, gradients, tangents, probes,
/// forecasts, schemes, optimizers) reads the graph that it writes.
public protocol ModelFamily: Sendable {
  /// `model_type` in `config.json`.
  static var modelType: String { get }
  /// - Throws: `InputProblem` when a field is missing or unusable.
  init(_ fields: ConfigurationFields) throws(InputProblem)
  /// Token ids are below this.
  var vocabularySize: Int { get }
  /// Tokens that a sequence may have.
  var maxPositions: Int { get }
  /// Parameters by their names in the checkpoint; tied ones once.
  var layout: Layout { get }
  /// Checkpoint names that older files use for a parameter, and names that may be ignored.
  func aliases(of name: String) -> [String]
  /// The residual stream's last state, ready for the head: tokens × width.
  func hidden(_ graph: inout Graph) -> NodeID
  /// Scored rows (of the last state) to vocabulary logits.
  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID
}

extension ModelFamily {
  public func aliases(of name: String) -> [String] { [] }
}

/// A graph with its named results.
public struct ForwardPass: Sendable {
  public var graph: Graph
  /// picks × 1: natural log-probabilities.
  public var logProbabilities: NodeID
  /// options × 1: mean log-probability per option.
  public var scores: NodeID
  /// One element.
  public var loss: NodeID

  /// The forward computation of a family, to the loss.
  public init(_ family: any ModelFamily, objective: Objective) {
    var graph = Graph(family.layout)
    let hidden = family.hidden(&graph)
    let rows = graph.add(GatherScored(), hidden)
    let logits = family.logits(&graph, of: rows)
    logProbabilities = graph.add(TokenLogProbabilities(), logits)
    scores = graph.add(OptionMeans(), logProbabilities)
    switch objective {
    case .classification: loss = graph.add(OptionCrossEntropy(), scores)
    case .language: loss = graph.add(NegativeMean(), logProbabilities)
    }
    self.graph = graph
  }
}
