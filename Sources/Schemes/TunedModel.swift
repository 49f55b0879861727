import Graphs
import Models
import Tensors
import Vocabulary

/// A model with what a scheme attaches to it.
///
/// The base's parameters keep their places in the layout; those of the scheme stand behind them.
package struct TunedModel: LanguageModel {
  package let base: any LanguageModel
  package private(set) var layout: Layout
  /// Indices of the parameters that an optimizer trains.
  package internal(set) var trainable: Set<Int> = []
  /// The parameters that the scheme adds, by index, and what they are before training.
  package private(set) var adapters: [Int: InitialValues] = [:]
  /// Token ids that stand before every sequence: rows of the scheme's own embedding.
  package internal(set) var virtualTokens: [Int32] = []
  /// Positions that sequences must leave to virtual tokens, keys and values.
  package internal(set) var reservedPositions = 0
  /// What a reader should know of how the scheme took to this model.
  package internal(set) var notes: [String] = []
  /// Changes to the computation of the last state, and of the logits.
  var body: GraphRewriting?
  var head: GraphRewriting?
  /// The matrix that a probe writes rows of, and the bias that it sets to zero there.
  package internal(set) var probe: Slice?
  package internal(set) var probeBias: Slice?

  init(_ base: any LanguageModel) {
    self.base = base
    layout = base.layout
  }

  /// Adds a parameter of the scheme's own that trains.
  mutating func add(
    _ name: String, _ kind: Slice.Kind, rows: Int = 1, columns: Int, _ initial: InitialValues
  ) -> Slice {
    let slice = layout.add(name, kind, rows: rows, columns: columns)
    adapters[slice.index] = initial
    trainable.insert(slice.index)
    return slice
  }

  package var vocabularySize: Int { base.vocabularySize }
  package var maxPositions: Int { base.maxPositions - reservedPositions }
  package var reading: Reading { base.reading }
  package var hasHead: Bool { base.hasHead || probe != nil }

  /// Parameters that have memory of their own: the trained ones and the scheme's.
  package var owned: Set<Int> { trainable.union(adapters.keys) }

  package func hidden(_ graph: inout Graph) -> NodeID {
    guard let body else { return base.hidden(&graph) }
    return graph.add(rewriting: body) { base.hidden(&$0) }
  }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    if !base.hasHead, let probe {
      return graph.add(Linear(), rows, graph.parameter(probe))
    }
    guard let head else { return base.logits(&graph, of: rows) }
    return graph.add(rewriting: head) { base.logits(&$0, of: rows) }
  }

  /// What the vocabulary's matrix is applied to, at the scored rows of the last state.
  package func features(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let logits = logits(&graph, of: rows)
    return graph.inputs(of: logits)[0]
  }
}
