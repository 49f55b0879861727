import Foundation

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
