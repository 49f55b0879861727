import Foundation
import Tensors

/// The network that predicts how far one parameter is perturbed (ZO Fine-tuner, arXiv:2510.00419).
///
/// `σ = |w₂ · tanh(W₁·f + b₁) + b₂|` of the features f = (mean of the parameter, its variance, the
/// previous step's L₊ and L₋, the previous σ). 5 → 64 → 1: 449 numbers, in the order W₁ (a row per
/// hidden unit), b₁, w₂, b₂.
package enum ScaleNetwork {
  /// Numbers that a network sees of a tensor and a step.
  package static let inputs = 5
  /// Units of the hidden layer.
  package static let hidden = 64
  /// Numbers of one network.
  package static let count = hidden * (inputs + 2) + 1

  /// A hidden unit's numbers: where its weights begin, its bias and its weight in the output.
  private static func places(_ unit: Int) -> (weights: Int, bias: Int, output: Int) {
    (inputs * unit, hidden * inputs + unit, hidden * (inputs + 1) + unit)
  }

  private static func unit(_ number: Int, _ network: FloatView, _ features: [Float]) -> Double {
    let place = places(number)
    var sum = Double(network[place.bias])
    for (index, feature) in features.enumerated() {
      sum += Double(network[place.weights + index]) * Double(feature)
    }
    return tanh(sum)
  }

  private static func output(_ network: FloatView, _ features: [Float]) -> Double {
    (0..<hidden).reduce(Double(network[count - 1])) { sum, number in
      sum + Double(network[places(number).output]) * unit(number, network, features)
    }
  }

  /// σ.
  package static func scale(_ network: FloatView, _ features: [Float]) -> Float {
    Float(abs(output(network, features)))
  }

  /// `gradient += slope · ∂σ/∂network`, in the order of the numbers.
  package static func addGradient(
    _ slope: Double, of network: FloatView, _ features: [Float], to gradient: inout [Double]
  ) {
    let signed = output(network, features) < 0 ? -slope : slope
    for number in 0..<hidden {
      let place = places(number)
      let value = unit(number, network, features)
      gradient[place.output] += signed * value
      let inner = signed * Double(network[place.output]) * (1 - value * value)
      gradient[place.bias] += inner
      for (index, feature) in features.enumerated() {
        gradient[place.weights + index] += inner * Double(feature)
      }
    }
    gradient[count - 1] += signed
  }
}
