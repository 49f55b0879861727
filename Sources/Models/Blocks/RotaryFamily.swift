import Graphs
import Tensors

/// A family that is a `RotaryDecoder`: what remains is to read its configuration.
protocol RotaryFamily: ModelFamily {
  var decoder: RotaryDecoder { get }
}

extension RotaryFamily {
  public var vocabularySize: Int { decoder.vocabularySize }
  public var maxPositions: Int { decoder.maxPositions }
  public var hasHead: Bool { decoder.hasHead }
  public var layout: Layout { decoder.layout }
  public func aliases(of name: String) -> [String] { decoder.aliases(of: name) }
  public func hidden(_ graph: inout Graph) -> NodeID { decoder.hidden(&graph) }
  public func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    decoder.logits(&graph, of: rows)
  }
}
