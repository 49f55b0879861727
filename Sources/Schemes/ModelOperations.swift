import Graphs
import Models
import Tensors

/// The operations of a model, as schemes look for their places in them.
struct ModelOperations {
  /// Those that compute the last state, and those that make logits of it.
  let body: [PlannedOperation]
  let head: [PlannedOperation]
  /// Columns of the last state.
  let width: Int

  init(_ model: any LanguageModel) {
    var graph = Graph(model.layout)
    body = graph.operations { model.hidden(&$0) }
    let hidden = model.hidden(&graph)
    width = graph.shape(hidden).columns
    let rows = graph.add(GatherScored(), hidden)
    head = model.hasHead ? graph.operations { model.logits(&$0, of: rows) } : []
  }

  /// The matrices of the body's linear layers, each once, in order.
  var linearWeights: [Slice] {
    var known: Set<Int> = []
    return body.compactMap { planned in
      guard let weight = planned.linearWeight, known.insert(weight.index).inserted else {
        return nil
      }
      return weight
    }
  }

  /// The vocabulary's matrix and its bias, if logits are made by a linear layer at the end, or
  /// with a bound behind it.
  var vocabulary: (weight: Slice, bias: Slice?)? {
    guard let last = head.last(where: { !($0.operation is SoftCap) }),
      let weight = last.linearWeight
    else { return nil }
    return (weight, last.parameters.count > 2 ? last.parameters[2] : nil)
  }

  /// Whether the body reads the parameter.
  func bodyReads(_ slice: Slice) -> Bool {
    body.contains { $0.parameters.contains(slice) }
  }
}

extension PlannedOperation {
  /// The matrix of a linear layer; nil for any other operation.
  var linearWeight: Slice? { operation is Linear ? parameters[1] : nil }
}

extension Slice {
  /// The name of the module that the parameter belongs to: all but the last part.
  var module: String { name.split(separator: ".").dropLast().joined(separator: ".") }

  /// Whether the module's name is one of `targets` or ends with one, as PEFT matches them.
  func isTarget(of targets: [String]) -> Bool {
    targets.contains { module == $0 || module.hasSuffix("." + $0) }
  }
}
