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

/// How far rotary positions turn each pair of elements per position, in radians.
///
/// Su et al. 2021, arXiv:2104.09864: pair i of a head of `dimension` elements turns by
/// `theta^(−2i/dimension)`; scaling variants as transformers computes them, in double precision.
package struct RotaryFrequencies: Hashable, Sendable {
  /// What is done to the frequencies for contexts longer than those of pretraining.
  package enum Scaling: Hashable, Sendable {
    case none
    /// Positions are divided by `factor` (Chen et al. 2023, arXiv:2306.15595).
    case linear(factor: Double)
    /// Slow pairs are divided by `factor`, fast ones kept, those between blended (Llama 3.1).
    case llama3(LlamaBand)
    /// The base grows with sequences of more than `original` positions, and by nothing up to
    /// there; `length` is the longest sequence's ("NTK-aware").
    case dynamic(factor: Double, length: Int, original: Int)
  }

  /// The wavelengths between which Llama 3.1 blends, as parts of the original context.
  package struct LlamaBand: Hashable, Sendable {
    package var factor: Double
    package var lowFrequencyFactor: Double
    package var highFrequencyFactor: Double
    /// Positions of pretraining.
    package var original: Int

    package init(
      factor: Double, lowFrequencyFactor: Double, highFrequencyFactor: Double, original: Int
    ) {
      self.factor = factor
      self.lowFrequencyFactor = lowFrequencyFactor
      self.highFrequencyFactor = highFrequencyFactor
      self.original = original
    }

    fileprivate func scaled(_ frequency: Double) -> Double {
      let wavelength = 2 * Double.pi / frequency
      let context = Double(original)
      if wavelength < context / highFrequencyFactor { return frequency }
      if wavelength > context / lowFrequencyFactor { return frequency / factor }
      let blend =
        (context / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor)
      return (1 - blend) * frequency / factor + blend * frequency
    }
  }

  /// Radians per position; one per pair of elements.
  package let values: [Double]

  /// - Parameters:
  ///   - dimension: elements of a head; even.
  ///   - theta: the base; at least one.
  package init(dimension: Int, theta: Double, scaling: Scaling = .none) {
    precondition(dimension > 0 && dimension % 2 == 0 && theta >= 1)
    let base = Self.base(theta, dimension, scaling)
    values = (0..<dimension / 2).map { pair in
      let frequency = pow(base, -2 * Double(pair) / Double(dimension))
      switch scaling {
      case .none, .dynamic: return frequency
      case .linear(let factor): return frequency / factor
      case .llama3(let band): return band.scaled(frequency)
      }
    }
  }

  private static func base(_ theta: Double, _ dimension: Int, _ scaling: Scaling) -> Double {
    guard case .dynamic(let factor, let length, let original) = scaling, length > original,
      dimension > 2
    else { return theta }
    let ratio = Double(length) / Double(original)
    return theta * pow(factor * ratio - (factor - 1), Double(dimension) / Double(dimension - 2))
  }
}
