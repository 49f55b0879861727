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
  private let file: SafetensorsFile

  /// - Throws: `InputProblem` for files that are missing or say what this program cannot do.
  package init(directory: URL) throws(InputProblem) {
    let fields = try ConfigurationFields(directory.appending(path: AdapterFiles.configuration))
    let type = try fields.text("peft_type")
    guard let kind = AdapterKind(rawValue: type) else {
      throw InputProblem(
        at: fields.place,
        "'peft_type' \(type) is not supported (LORA, PREFIX_TUNING, PROMPT_TUNING)")
    }
    self.kind = kind
    base = try fields.text("base_model_name_or_path", default: "")
    scheme = try Self.scheme(kind, fields)
    file = try SafetensorsFile(directory.appending(path: AdapterFiles.weights))
  }

  private static func scheme(
    _ kind: AdapterKind, _ fields: ConfigurationFields
  ) throws(InputProblem) -> Component {
    switch kind {
    case .lora: return try lora(fields)
    case .prefix:
      // What PEFT saves are the keys and values themselves, also of a projected prefix.
      return Component(
        "prefix",
        [
          "tokens": .integer(try fields.size("num_virtual_tokens")), "init": .text("normal"),
        ])
    case .prompt:
      return Component(
        "prompt",
        [
          "tokens": .integer(try fields.size("num_virtual_tokens")), "init": .text("normal"),
        ])
    }
  }

  private static func lora(_ fields: ConfigurationFields) throws(InputProblem) -> Component {
    for name in ["use_dora", "use_rslora", "fan_in_fan_out", "lora_bias", "use_qalora"] {
      guard try !fields.flag(name, default: false) else {
        throw InputProblem(at: fields.place, "'\(name)' true is not supported")
      }
    }
    guard try fields.text("bias", default: "none") == "none" else {
      throw InputProblem(at: fields.place, "'bias' other than none is not supported")
    }
    guard let targets = try fields.texts("target_modules"), !targets.isEmpty else {
      throw InputProblem(at: fields.place, "'target_modules' must be a list of names")
    }
    return Component(
      "lora",
      [
        "rank": .integer(try fields.size("r")), "alpha": .number(try fields.number("lora_alpha")),
        "targets": .list(targets.sorted().map { .text($0) }),
      ])
  }

  /// Overwrites the adapter's parameters of `network`, which the scheme was attached to.
  ///
  /// - Throws: `InputProblem` for a tensor that is missing, left over or of another shape.
  package func fill(_ weights: ParameterStore, of network: TunedModel) throws(InputProblem) {
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
    return try file.values(of: tensor)
  }
}
