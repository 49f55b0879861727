import Graphs
import Tensors
import Vocabulary

/// The head of masked language models: a layer, its activation and norm, and the vocabulary.
struct MaskedHead: Sendable {
  let dense: Dense
  let norm: Norm
  let activation: Activation
  /// The vocabulary's matrix, unless the embedding serves as such.
  let decoder: String
  /// The vocabulary's bias, which files call by one or both of two names.
  let bias: String
  let vocabularySize: Int
  /// The word embedding, if it is the decoder as well.
  let tied: String?

  /// Parameters behind those of the encoder.
  func add(to layout: inout Layout) {
    if tied != nil { layout.add(bias, .bias, columns: vocabularySize) }
    dense.add(to: &layout)
    norm.add(to: &layout)
    guard tied == nil else { return }
    layout.add("\(decoder).weight", .embedding, rows: vocabularySize, columns: norm.width)
    layout.add("\(decoder).bias", .bias, columns: vocabularySize)
  }

  /// Every name that one of its parameters may have.
  var names: [String] {
    var layout = Layout()
    add(to: &layout)
    return layout.slices.flatMap { [$0.name] + aliases(of: $0.name) }
  }

  /// Versions of transformers keep the vocabulary's bias in either place.
  func aliases(of name: String) -> [String] {
    switch name {
    case bias: ["\(decoder).bias"]
    case "\(decoder).bias": [bias]
    default: []
    }
  }

  func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    let middle = graph.add(Activate(activation), dense.apply(rows, &graph))
    let x = norm.apply(middle, &graph)
    return graph.add(
      Linear(), x, graph.parameter(tied ?? "\(decoder).weight"),
      graph.parameter(tied == nil ? "\(decoder).bias" : bias))
  }
}
