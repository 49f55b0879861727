import Foundation
import Graphs
import Tensors

extension OperationCase {
  private static func rotary(
    _ name: String, heads: Int, dimension: Int, turned: Int? = nil, _ batch: Batch,
    _ scaling: RotaryFrequencies.Scaling = .none
  ) -> OperationCase {
    let turned = turned ?? dimension
    let frequencies = RotaryFrequencies(dimension: turned, theta: 30, scaling: scaling)
    return OperationCase(
      name: "Rotary \(name)", parameters: [table("x", heads * dimension)], batch: batch,
      build: { graph in
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let table = graph.add(RotaryTable(frequencies))
        return graph.add(Rotary(dimension: dimension, turned: turned), x, table)
      },
      reference: { $0.rotated($0.embedding("x"), dimension, frequencies.values) })
  }

  static let rotaries = [
    rotary("one head", heads: 1, dimension: 6, .plain),
    rotary("three heads", heads: 3, dimension: 4, .plain),
    rotary("a part of three heads", heads: 3, dimension: 7, turned: 4, .branching),
    rotary("linear", heads: 2, dimension: 10, .branching, .linear(factor: 4)),
    OperationCase(
      name: "Rotary, twice from one table", parameters: [table("x", 8), table("y", 4)],
      batch: .branching,
      build: { graph in
        let table = graph.add(RotaryTable(RotaryFrequencies(dimension: 4, theta: 9)))
        let x = graph.add(Embedding(.token), graph.parameter("x"))
        let y = graph.add(Embedding(.token), graph.parameter("y"))
        let q = graph.add(Rotary(dimension: 4), x, table)
        let k = graph.add(Rotary(dimension: 4), y, table)
        return graph.add(
          Attention(heads: 2, keyHeads: 1, dimension: 4, causal: true), q, k, y)
      },
      reference: { model in
        let frequencies = [1.0, 1.0 / 3.0]
        let (x, y) = (model.embedding("x"), model.embedding("y"))
        return model.attention(
          Attention(heads: 2, keyHeads: 1, dimension: 4, causal: true),
          model.rotated(x, 4, frequencies), model.rotated(y, 4, frequencies), y)
      }),
  ]
}

extension ReferenceModel {
  /// Every pair as a complex number, times e^(i · position · frequency); elements behind the
  /// pairs as they are.
  func rotated(_ x: [Double], _ dimension: Int, _ frequencies: [Double]) -> [Double] {
    let width = x.count / batch.tokens.count
    return x.indices.map { index in
      let (token, place) = (index / width, index % width % dimension)
      let half = frequencies.count
      guard place < 2 * half else { return x[index] }
      let (pair, isImaginary) = (place % half, place >= half)
      let start = index - place
      let (real, imaginary) = (x[start + pair], x[start + pair + half])
      let angle = Double(batch.positions[token]) * frequencies[pair]
      return isImaginary
        ? real * sin(angle) + imaginary * cos(angle) : real * cos(angle) - imaginary * sin(angle)
    }
  }
}
