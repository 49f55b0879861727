import Graphs
import Tensors

/// A family that is a `MaskedEncoder` with a `MaskedHead`, if the checkpoint has one.
protocol MaskedFamily: ModelFamily {
  var encoder: MaskedEncoder { get }
  var head: MaskedHead? { get set }
}

extension MaskedFamily {
  public var vocabularySize: Int { encoder.vocabularySize }
  public var maxPositions: Int { encoder.maxPositions }
  public var hasHead: Bool { head != nil }

  public var layout: Layout {
    var layout = encoder.layout
    head?.add(to: &layout)
    return layout
  }

  public func aliases(of name: String) -> [String] {
    encoder.aliases(of: name) + (head?.aliases(of: name) ?? [])
  }

  /// Without the head if the checkpoint has no part of it.
  public func fitted(to hasTensor: (String) -> Bool) -> any ModelFamily {
    guard let head, !head.names.contains(where: hasTensor) else { return self }
    var encoderAlone = self
    encoderAlone.head = nil
    return encoderAlone
  }

  public func hidden(_ graph: inout Graph) -> NodeID { encoder.hidden(&graph) }

  public func logits(_ graph: inout Graph, of rows: NodeID) -> NodeID {
    guard let head else { preconditionFailure("the family has no head") }
    return head.logits(&graph, of: rows)
  }
}
