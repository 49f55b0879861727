import Foundation
import Models
import Tensors
import Vocabulary

/// A LoRA, prefix or prompt in PEFT's files, from this program or from PEFT itself.
package struct AdapterImport: Sendable {
  /// The scheme that the adapter is of.
  package let scheme: Component
  /// The base as the configuration names it.
  package let base: String?
  private let kind: AdapterKind
  private let fit: AdapterFit
  private let file: SafetensorsFile

  /// - Throws: `InputProblem` for files that are missing or say what this program cannot do.
  package init(directory: URL) throws(InputProblem) {
    let configuration = try AdapterConfiguration(directory: directory)
    (kind, scheme, base) = (configuration.kind, configuration.scheme, configuration.base)
    fit = configuration.fit
    file = try AdapterFiles.weights(in: directory)
    try checkTargets(in: directory)
  }

  /// As PEFT wants it, one of the layers that the configuration names is there.
  private func checkTargets(in directory: URL) throws(InputProblem) {
    guard kind == .lora, let value = scheme.settings["targets"],
      let targets = [String](setting: value)
    else { return }
    let layers = Set(file.tensors.keys.compactMap { $0.split(separator: ".lora_").first })
    guard !layers.contains(where: { layer in targets.contains { layer.hasSuffix("." + $0) } })
    else { return }
    let known = Set(layers.compactMap { $0.split(separator: ".").last }).sorted()
    throw InputProblem(
      at: directory.appending(path: AdapterFiles.configuration).path(percentEncoded: false),
      "'target_modules' names \(targets.joined(separator: ", ")), and \(AdapterFiles.weights) has "
        + "tensors of \(known.joined(separator: ", "))")
  }

  /// Overwrites the adapter's parameters of `network`, which the scheme was attached to.
  ///
  /// - Throws: `InputProblem` for a configuration of another model than the network's, and for a
  ///   tensor that is missing, left over, of another shape or not finite.
  package func fill(_ weights: ParameterStore, of network: TunedModel) throws(InputProblem) {
    try fit.check(network)
    switch kind {
    case .lora: try fillLora(weights, network)
    case .prompt:
      guard let slice = network.layout[AdapterFiles.prompt] else { return }
      weights.fill(
        slice, with: try values(AdapterFiles.prompt, shape: [slice.rows, slice.columns]))
    case .prefix: try fillPrefix(weights, network)
    }
  }

  private func fillLora(
    _ weights: ParameterStore, _ network: TunedModel
  ) throws(InputProblem) {
    for index in network.adapters.keys.sorted() {
      let slice = network.layout.slices[index]
      let name = AdapterFiles.prefix + slice.name
      weights.fill(slice, with: try values(name, shape: [slice.rows, slice.columns]))
    }
    guard file.tensors.count == network.adapters.count else {
      throw InputProblem(
        at: file.url.path,
        "has \(file.tensors.count) tensors, of which \(network.adapters.count) have a place in "
          + "the model")
    }
  }

  private func fillPrefix(
    _ weights: ParameterStore, _ network: TunedModel
  ) throws(InputProblem) {
    let slices = network.adapters.keys.sorted().map { network.layout.slices[$0] }
    guard let first = slices.first, slices.allSatisfy({ $0.columns == first.columns }) else {
      throw InputProblem(at: file.url.path, "the model's layers have keys of several widths")
    }
    let (rows, columns) = (first.rows, first.columns)
    let width = slices.count * columns
    let all = try values(AdapterFiles.prompt, shape: [rows, width])
    for (number, slice) in slices.enumerated() {
      var part: [Float] = []
      for row in 0..<rows {
        let start = row * width + number * columns
        part += all[start..<start + columns]
      }
      weights.fill(slice, with: part)
    }
  }

  private func values(_ name: String, shape: [Int]) throws(InputProblem) -> [Float] {
    guard let tensor = file.tensors[name] else {
      throw InputProblem(at: file.url.path, "has no tensor '\(name)'")
    }
    guard tensor.shape == shape else {
      throw InputProblem(
        at: "\(file.url.path): tensor '\(name)'",
        "has shape \(tensor.shape); the model asks for \(shape)")
    }
    let values = try file.values(of: tensor)
    if let message = NonFinite(in: values).message {
      throw InputProblem(at: "\(file.url.path): tensor '\(name)'", message)
    }
    return values
  }
}
