import Graphs
import Tensors
import Testing

/// One way to use one operation: parameters, a batch, the graph, and what it has to compute.
struct OperationCase: Sendable, CustomTestStringConvertible {
  var name: String
  /// Parameters: name, kind, rows, columns.
  var parameters: [(name: String, kind: Slice.Kind, rows: Int, columns: Int)]
  var batch: Batch
  var build: @Sendable (inout Graph) -> NodeID
  var reference: @Sendable (ReferenceModel) -> [Double]

  var testDescription: String { name }

  var layout: Layout {
    var layout = Layout()
    for parameter in parameters {
      layout.add(
        parameter.name, parameter.kind, rows: parameter.rows, columns: parameter.columns)
    }
    return layout
  }

  /// The graph of the case, its result, and a scalar functional of that.
  var graph: (graph: Graph, result: NodeID, scalar: NodeID) {
    var graph = Graph(layout)
    let result = build(&graph)
    let scalar = graph.add(WeightedSum(), result)
    return (graph, result, scalar)
  }

  /// Elements of the parameters in [-1, 1], exact in 32 bits; scales lie around one.
  var values: [Float] {
    var numbers = RandomIntegers(RandomKey(seed: 11), .mask)
    return layout.slices.flatMap { slice in
      (0..<slice.count).map { _ in
        let unit = Float(numbers.next() >> 40) / Float(1 << 23) - 1
        return slice.kind == .scale ? 1 + unit / 2 : unit
      }
    }
  }

  /// The reference's result with the parameters at `values`.
  func expected(_ values: [Double]) -> [Double] {
    var model = ReferenceModel(parameters: [:], columns: [:], batch: batch)
    for slice in layout.slices {
      model.parameters[slice.name] = Array(values[slice.offset..<slice.offset + slice.count])
      model.columns[slice.name] = slice.columns
    }
    return reference(model)
  }

  /// The functional of the reference's result.
  func expectedScalar(_ values: [Double]) -> Double { WeightedSum.apply(expected(values)) }
}

extension Batch {
  /// Two sequences of four and three tokens, six picks, four options, two examples.
  static let plain: Batch = {
    var batch = Batch()
    batch.tokens = [3, 0, 4, 1, 4, 2, 0]
    batch.positions = [0, 1, 2, 3, 0, 1, 2]
    batch.segments = [Segment(queries: Span32(0, 4)), Segment(queries: Span32(4, 3))]
    batch.scored = [1, 2, 5, 6]
    batch.pickRows = [0, 0, 1, 2, 3, 3]
    batch.pickTokens = [2, 4, 0, 3, 1, 1]
    batch.pickOptions = [0, 1, 1, 2, 3, 3]
    batch.options = [Span32(0, 2), Span32(2, 2)]
    batch.gold = [1, 0]
    return batch
  }()

  /// Two continuations of two tokens that share a context of three.
  static let branching: Batch = {
    var batch = plain
    batch.positions = [0, 1, 2, 3, 4, 3, 4]
    let context = Span32(0, 3)
    batch.segments = [
      Segment(queries: context), Segment(queries: Span32(3, 2), context: context),
      Segment(queries: Span32(5, 2), context: context),
    ]
    return batch
  }()

  /// One sequence of two tokens, scored once.
  static let small: Batch = {
    var batch = Batch()
    batch.tokens = [4, 1]
    batch.positions = [0, 1]
    batch.segments = [Segment(queries: Span32(0, 2))]
    batch.scored = [1]
    batch.pickRows = [0, 0]
    batch.pickTokens = [0, 3]
    batch.pickOptions = [0, 1]
    batch.options = [Span32(0, 2)]
    batch.gold = [1]
    return batch
  }()
}
