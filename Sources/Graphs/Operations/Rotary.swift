import Foundation
import Tensors

/// Rotary positions: turns the pairs (i, i + turned/2) of each head by its token's angles.
///
/// Inputs: x (tokens × heads·dimension) and a `RotaryTable` (tokens × turned); elements of a head
/// from `turned` on have no position. Su et al. 2021, arXiv:2104.09864, with the pairs of
/// transformers (`rotate_half`). A rotation's gradient is the rotation back; no matrix product is
/// counted.
package struct Rotary: LaneOperation {
  package var dimension: Int
  /// The first elements of a head, which are turned; all of them in most families.
  package var turned: Int
  private var inverse = false

  package init(dimension: Int, turned: Int? = nil) {
    self.dimension = dimension
    self.turned = turned ?? dimension
  }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[1] == Shape(inputs[0].rows, turned), "rotary: the table does not suit")
    precondition(turned <= dimension, "rotary: more is turned than there is")
    precondition(inputs[0].columns % dimension == 0, "rotary: no whole number of heads")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    let half = lane.input(1).count / 2
    Kernels.rotate(
      lane.input(0), heads: lane.pass.columns(0) / dimension, dimension: dimension,
      turned: turned, cosine: lane.input(1).part(0, half), sine: lane.input(1).part(half, half),
      inverse: inverse, into: lane.output)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    var back = self
    back.inverse.toggle()
    cotangents.send(cotangents.derive(back, gradient, inputs[1]), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0, inputs[1]) }
  }

  package var reusableInput: Int? { 0 }
}

/// Cosines of every token's angles (tokens × dimension/2), then their sines.
///
/// It depends on positions alone: one table serves every layer, and all lanes have the same.
package struct RotaryTable: Operation {
  package var frequencies: RotaryFrequencies
  /// Where position 0 is.
  package var start = 0

  package init(_ frequencies: RotaryFrequencies) { self.frequencies = frequencies }

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.tokens, 2 * frequencies.values.count) }

  package func run(_ pass: Pass) {
    let half = frequencies.values.count
    let (table, tokens) = (pass.output(lane: 0), pass.extents.tokens)
    // Sequences share positions: each is computed where it comes first and copied afterwards.
    var known: [Int: Int] = [:]
    for token in 0..<tokens {
      let position = pass.batch.positions[token]
      let cosines = table.part(token * half, half)
      let sines = table.part((tokens + token) * half, half)
      if let first = known[position] {
        cosines.copy(from: table.part(first * half, half))
        sines.copy(from: table.part((tokens + first) * half, half))
      } else {
        known[position] = token
        fill(cosines, sines, Double(start + position))
      }
    }
    for lane in 1..<pass.lanes { pass.output(lane: lane).copy(from: table) }
  }

  private func fill(_ cosines: FloatView, _ sines: FloatView, _ position: Double) {
    for (pair, frequency) in frequencies.values.enumerated() {
      cosines[pair] = Float(cos(position * frequency))
      sines[pair] = Float(sin(position * frequency))
    }
  }

  /// Positions do not move: there is nothing to send.
  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {}

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { nil }
}
