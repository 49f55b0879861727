import Graphs
import Tensors

/// A masked language model with a class of transformers.
package protocol MaskedClass {
  /// The module and the name of the class whose parameters have the family's names.
  var masked: (library: String, name: String) { get }
}

/// A family that is a `MaskedEncoder` with a `MaskedHead`, if the checkpoint has one.
protocol MaskedFamily: ModelFamily, MaskedClass {
  /// What transformers' classes begin with.
  static var classPrefix: String { get }

  var encoder: MaskedEncoder { get }
  var head: MaskedHead? { get set }
}

extension MaskedFamily {
  package var masked: (library: String, name: String) {
    (
      "transformers.models.\(Self.modelType).modeling_\(Self.modelType)",
      "\(Self.classPrefix)ForMaskedLM"
    )
  }

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

  package func tied(to name: String) -> [String] {
    guard let head, name == head.tied else { return [] }
    return ["\(head.decoder).weight"]
  }

  /// Row numbers that old versions of transformers wrote, the pooler and heads behind it; all heads
  /// where none is read.
  package var unread: [String] {
    let pooled = ["pooler.dense.weight", "pooler.dense.bias", "position_ids"]
    let heads = ["cls.seq_relationship.weight", "cls.seq_relationship.bias"]
    guard head == nil else { return pooled + heads }
    return pooled + heads + ["lm_head.", "cls.", "classifier.", "qa_outputs."]
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
