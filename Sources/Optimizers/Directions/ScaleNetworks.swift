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
