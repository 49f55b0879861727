import Graphs
import Tensors

/// A family that is a `MaskedEncoder` with a `MaskedHead`, if the checkpoint has one.
protocol MaskedFamily: ModelFamily {
  var encoder: MaskedEncoder { get }
  var head: MaskedHead? { get set }
}

extension MaskedFamily {
  package var vocabularySize: Int { encoder.vocabularySize }
  package var maxPositions: Int { encoder.maxPositions }
  package var hasHead: Bool { head != nil }

  package var layout: Layout {
    var layout = encoder.layout
    head?.add(to: &layout)
    return layout
  }

  package func aliases(of name: String) -> [String] {
    encoder.aliases(of: name) + (head?.aliases(of: name) ?? [])
  }

  /// Without the head if the checkpoint has no part of it.
  package func fitted(to hasTensor: (String) -> Bool) -> any ModelFamily {
    guard let head, !head.names.contains(where: hasTensor) else { return self }
    var encoderAlone = self
    encoderAlone.head = nil
    return encoderAlone
  }

  package func hidden(_ graph: inout Graph) -> NodeID { encoder.hidden(&graph) }

  package func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    guard let head else { preconditionFailure("the family has no head") }
    return head.logits(&graph, of: rows)
  }
}
