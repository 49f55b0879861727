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

extension TunedModel {
  /// Adds what low-rank pairs contribute to the layers beside them: `W += factor · B A`.
  ///
  /// Sums are of 32-bit floats, rounded to the format of the weights, which must be this store's
  /// own; the pairs themselves stay as they are.
  package func mergeLowRank(_ weights: ParameterStore, factor: Float) {
    for index in adapters.keys.sorted() {
      let up = layout.slices[index]
      guard up.name.hasSuffix(".lora_B.weight") else { continue }
      let module = up.name.dropLast(".lora_B.weight".count)
      guard let down = layout["\(module).lora_A.weight"], let base = layout["\(module).weight"]
      else { continue }
      weights.fill(
        base, with: Self.merged(weights.view(base).values, weights, up, down, factor))
    }
  }

  private static func merged(
    _ base: [Float], _ weights: ParameterStore, _ up: Slice, _ down: Slice, _ factor: Float
  ) -> [Float] {
    let (a, b) = (weights.view(down).values, weights.view(up).values)
    var merged = base
    for row in 0..<up.rows {
      for rank in 0..<up.columns {
        let scale = factor * b[row * up.columns + rank]
        for column in 0..<down.columns {
          merged[row * down.columns + column] += scale * a[rank * down.columns + column]
        }
      }
    }
    return merged
  }
}
