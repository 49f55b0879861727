import Tensors

/// Rows of a table, chosen by token id, by position (plus `offset`, OPT's 2), or one row for all.
package struct Embedding: LaneOperation {
  package enum Index: Hashable, Sendable {
    case token
    case position(offset: Int)
    /// The same row for every token, as of BERT's token types in a text of one part.
    case row(Int)
  }

  package var index: Index
  /// What rows are multiplied by, as Gemma's are by the root of the width.
  package var factor: Float

  package init(_ index: Index, times factor: Float = 1) {
    self.index = index
    self.factor = factor
  }

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.tokens, inputs[0].columns) }

  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    let table = lane.pass.parameter(0)
    for token in 0..<lane.extents.tokens {
      let target = lane.output.part(token * columns, columns)
      if case .row = index, token > 0 {
        target.copy(from: lane.output.part(0, columns))
      } else {
        lane.pass.weights.row(table, row(token, lane.batch), lane: lane.index, into: target)
        if factor != 1 { Kernels.scale(target, by: factor) }
      }
    }
  }

  func row(_ token: Int, _ batch: BatchView) -> Int {
    switch index {
    case .token: batch.tokens[token]
    case .position(let offset): batch.positions[token] + offset
    case .row(let row): row
    }
  }

  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    switch self.index {
    case .row: inputs[0].columns
    case .token, .position: extents.tokens * inputs[0].columns
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.accumulate(EmbeddingGradient(embedding: self), into: inputs[0], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// Adds each token's gradient to its row of the table.
struct EmbeddingGradient: DerivedOperation, LaneOperation {
  var embedding: Embedding
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 0 ? embedding.elementsRead(0, inputs, extents) : inputs[index].count(extents)
  }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    for token in 0..<lane.extents.tokens {
      let target = lane.output.part(embedding.row(token, lane.batch) * columns, columns)
      Kernels.add(
        embedding.factor, times: lane.input(1).part(token * columns, columns), to: target)
    }
  }
}

/// The rows of packed tokens that are scored.
package struct GatherScored: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.scored, inputs[0].columns) }

  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    extents.scored * inputs[0].columns
  }

  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    for row in 0..<lane.extents.scored {
      lane.output.part(row * columns, columns)
        .copy(from: lane.input(0).part(lane.batch.scored[row] * columns, columns))
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(ScatterScored(), gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// Scored rows back at their tokens, zero elsewhere.
struct ScatterScored: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.tokens, inputs[0].columns) }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    Kernels.fill(lane.output, 0)
    for row in 0..<lane.extents.scored {
      let target = lane.output.part(lane.batch.scored[row] * columns, columns)
      Kernels.add(target, lane.input(0).part(row * columns, columns), into: target)
    }
  }
}

/// Rows of a table by token id, where ids from the table's end on are rows of a second parameter.
///
/// Inputs: the table, and the virtual tokens of a tuned prompt, which are taken as they are.
package struct PromptedEmbedding: LaneOperation {
  /// What the table's rows are multiplied by.
  package var factor: Float

  package init(times factor: Float = 1) { self.factor = factor }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns == inputs[1].columns, "virtual tokens of another width")
    return Shape(.tokens, inputs[0].columns)
  }

  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    extents.tokens * inputs[0].columns
  }

  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    Self.forEachToken(lane, tableAt: 0) { token, input, row in
      let target = lane.output.part(token * columns, columns)
      lane.pass.weights.row(lane.pass.parameter(input), row, lane: lane.index, into: target)
      if input == 0, factor != 1 { Kernels.scale(target, by: factor) }
    }
  }

  /// Calls `body` with each token, the input that has its row (0 or 1), and the row's number.
  static func forEachToken(
    _ lane: Lane, tableAt input: Int, _ body: (Int, Int, Int) -> Void
  ) {
    let rows = lane.pass.parameter(input).slice.rows
    for token in 0..<lane.extents.tokens {
      let id = lane.batch.tokens[token]
      if id < rows { body(token, 0, id) } else { body(token, 1, id - rows) }
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    for part in 0..<2 {
      cotangents.accumulate(
        PromptedEmbeddingGradient(part: part, factor: part == 0 ? factor : 1), into: inputs[part],
        gradient, inputs[0])
    }
  }

  /// A part that does not move has no tangent: the other's is the whole.
  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let parts = tangents.enumerated().map { number, tangent in
      tangent.map {
        graph.add(
          PromptedEmbeddingTangent(part: number, factor: number == 0 ? factor : 1), $0, inputs[0])
      }
    }
    return Tangents.sum(parts, &graph)
  }
}

/// Adds each token's gradient to its row of one of the two parameters.
struct PromptedEmbeddingGradient: DerivedOperation, LaneOperation {
  var part: Int
  var factor: Float
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  /// Of the table at the end no more than its length is asked for.
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 2 ? 0 : extents.tokens * inputs[0].columns
  }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    PromptedEmbedding.forEachToken(lane, tableAt: 2) { token, input, row in
      guard input == part else { return }
      let target = lane.output.part(row * columns, columns)
      Kernels.add(factor, times: lane.input(1).part(token * columns, columns), to: target)
    }
  }
}

/// Rows of one of the two directions, zero for tokens of the other.
struct PromptedEmbeddingTangent: DerivedOperation, LaneOperation {
  var part: Int
  var factor: Float
  func shape(_ inputs: [Shape]) -> Shape { Shape(.tokens, inputs[0].columns) }
  /// Of the table at the end no more than its length is asked for.
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 1 ? 0 : extents.tokens * inputs[0].columns
  }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    Kernels.fill(lane.output, 0)
    PromptedEmbedding.forEachToken(lane, tableAt: 1) { token, input, row in
      guard input == part else { return }
      let target = lane.output.part(token * columns, columns)
      lane.pass.weights.row(lane.pass.parameter(0), row, lane: lane.index, into: target)
      if factor != 1 { Kernels.scale(target, by: factor) }
    }
  }
}
