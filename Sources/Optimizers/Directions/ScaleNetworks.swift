import Foundation
import Tensors
import Vocabulary

/// Scale networks by the name of their parameter, as a safetensors file holds them.
///
/// Four tensors for a parameter `P`: `P.hidden.weight` [64, 5], `P.hidden.bias` [64],
/// `P.output.weight` [1, 64] and `P.output.bias` [1], in f32, bf16 or f16.
package struct ScaleNetworks: Hashable, Sendable {
  /// The 449 numbers of each network.
  public private(set) var networks: [String: [Float]]

  /// - Precondition: each has `ScaleNetwork.count` numbers.
  package init(_ networks: [String: [Float]]) {
    precondition(networks.values.allSatisfy { $0.count == ScaleNetwork.count })
    self.networks = networks
  }

  private static let hidden = ScaleNetwork.hidden
  private static let tensors: [(suffix: String, shape: [Int])] = [
    (".hidden.weight", [hidden, ScaleNetwork.inputs]), (".hidden.bias", [hidden]),
    (".output.weight", [1, hidden]), (".output.bias", [1]),
  ]

  /// - Throws: `InputProblem` for a file that is missing, or that is no such file.
  package init(contentsOf url: URL) throws(InputProblem) {
    let file = try SafetensorsFile(url)
    var networks: [String: [Float]] = [:]
    for name in file.tensors.keys where name.hasSuffix(Self.tensors[0].suffix) {
      let parameter = String(name.dropLast(Self.tensors[0].suffix.count))
      networks[parameter] = try Self.network(parameter, in: file)
    }
    guard !networks.isEmpty else {
      throw InputProblem(
        at: url.path, "holds no scale networks: no tensor's name ends with .hidden.weight")
    }
    self.networks = networks
  }

  private static func network(
    _ parameter: String, in file: SafetensorsFile
  ) throws(InputProblem) -> [Float] {
    var numbers: [Float] = []
    for (suffix, shape) in tensors {
      let place = "\(file.url.path): tensor '\(parameter)\(suffix)'"
      guard let tensor = file.tensors[parameter + suffix] else {
        throw InputProblem(at: place, "is missing")
      }
      guard tensor.shape == shape else {
        throw InputProblem(at: place, "has the shape \(tensor.shape); it must be \(shape)")
      }
      let values = try file.values(of: tensor)
      guard values.allSatisfy(\.isFinite) else {
        throw InputProblem(at: place, "has a number that is not finite")
      }
      numbers += values
    }
    return numbers
  }

  /// Writes the file, replacing what is there.
  package func write(to url: URL) throws {
    let values = networks.sorted { $0.key < $1.key }.flatMap { parameter, numbers in
      var start = 0
      return Self.tensors.map { suffix, shape in
        let count = shape.reduce(1, *)
        defer { start += count }
        return SafetensorsWriter.Values(
          parameter + suffix, shape: shape, Array(numbers[start..<start + count]))
      }
    }
    try SafetensorsWriter.write(values, to: url)
  }
}

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

/// Mean and variance of a parameter's elements, in one pass that reads them.
package struct WeightMoments: Hashable, Sendable {
  /// The mean of the elements.
  package var mean: Double
  /// Their variance.
  package var variance: Double

  /// - Parameter piece: room for some elements, whose contents are lost.
  package init(_ weights: WeightView, _ piece: FloatView) {
    var (sum, squares) = (0.0, 0.0)
    for start in stride(from: 0, to: weights.count, by: piece.count) {
      let part = piece.part(0, min(piece.count, weights.count - start))
      Kernels.widen(weights.part(start, part.count), into: part)
      sum += Kernels.sum(part)
      squares += Kernels.sumOfSquares(part)
    }
    let count = Double(max(weights.count, 1))
    mean = sum / count
    variance = max(squares / count - mean * mean, 0)
  }
}
