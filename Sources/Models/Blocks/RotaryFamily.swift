import Graphs
import Tensors

/// A family that is a `RotaryDecoder`: what remains is to read its configuration.
protocol RotaryFamily: ModelFamily {
  var decoder: RotaryDecoder { get }
}

extension RotaryFamily {
  package var vocabularySize: Int { decoder.vocabularySize }
  package var maxPositions: Int { decoder.maxPositions }
  package var hasHead: Bool { decoder.hasHead }
  package var layout: Layout { decoder.layout }
  package func aliases(of name: String) -> [String] { decoder.aliases(of: name) }
  package func tied(to name: String) -> [String] { decoder.tied(to: name) }
  package var unread: [String] { decoder.unread }
  package func hidden(_ graph: inout Graph) -> NodeID { decoder.hidden(&graph) }
  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    decoder.logits(&graph, of: rows)
  }
}
