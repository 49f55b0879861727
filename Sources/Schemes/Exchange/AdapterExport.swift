import Foundation
import Graphs
import Models
import Tensors
import Vocabulary

/// Writes a trained LoRA, prefix or prompt as PEFT does: configuration and tensors.
package struct AdapterExport {
  /// The scheme with every setting written out.
  private let scheme: Component
  private let network: TunedModel
  private let weights: ParameterStore
  /// The base as the configuration is to name it.
  private let base: String
  private let kind: AdapterKind

  /// - Throws: `InputProblem` for a scheme, or a setting of it, that PEFT cannot express.
  package init(
    _ scheme: Component, _ network: TunedModel, weights: ParameterStore, base: String
  ) throws(InputProblem) {
    self.scheme = scheme
    self.network = network
    self.weights = weights
    self.base = base
    guard let exported = try Self.made(scheme) as? any AdapterScheme else {
      throw InputProblem(at: "scheme \(scheme.name)", "has no adapter that PEFT has files for")
    }
    try exported.checkExport()
    kind = exported.adapterKind
  }

  /// - Throws: `InputProblem` for an adapter with a setting that PEFT cannot express.
  package static func check(_ scheme: Component) throws(InputProblem) {
    try (made(scheme) as? any AdapterScheme)?.checkExport()
  }

  private static func made(_ scheme: Component) throws(InputProblem) -> any TuningScheme {
    do {
      return try SchemeCatalog.make(scheme)
    } catch {
      throw InputProblem(at: "scheme \(scheme.name)", error.description)
    }
  }

  /// Writes the two files into `directory`, which is made if need be.
  package func write(to directory: URL) throws {
    let (fields, tensors) = try contents()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try SafetensorsWriter.write(tensors, to: directory.appending(path: AdapterFiles.weights))
    try AdapterFiles.json(fields.merging(common) { own, _ in own })
      .write(to: directory.appending(path: AdapterFiles.configuration))
  }

  private typealias Contents = (fields: [String: SettingValue], [SafetensorsWriter.Values])

  private func contents() throws -> Contents {
    switch kind {
    case .lora: lora
    case .prompt: try prompt()
    case .prefix: try prefix()
    }
  }

  private var common: [String: SettingValue] {
    var fields: [String: SettingValue] = [
      "peft_type": .text(kind.rawValue), "base_model_name_or_path": .text(base),
      "inference_mode": .boolean(true),
    ]
    if network.reading == .causal {
      fields["task_type"] = .text("CAUSAL_LM")
    } else if kind == .lora, let (library, name) = (network.base as? any MaskedClass)?.masked {
      // PEFT has no task of masked prediction; tensors are named as in this class, so it is said.
      fields["auto_mapping"] = .map([
        "base_model_class": .text(name), "parent_library": .text(library),
      ])
    } else {
      // Virtual tokens are put in by a task's class only; this one runs any encoder.
      fields["task_type"] = .text("FEATURE_EXTRACTION")
    }
    return fields
  }

  private var lora: Contents {
    let slices = network.adapters.keys.sorted().map { network.layout.slices[$0] }
    let tensors = slices.map { slice in
      SafetensorsWriter.Values(
        AdapterFiles.prefix + slice.name, shape: [slice.rows, slice.columns],
        weights.view(slice).values)
    }
    let turned = (network.base as? any ModelFamily).map { family in
      ModelOperations(family).linearWeights.contains { family.isTransposed($0.name) }
    }
    return (
      [
        "r": scheme.settings["rank"] ?? .integer(8),
        "lora_alpha": scheme.settings["alpha"] ?? .number(16),
        "target_modules": .list(modules(of: slices).sorted().map { .text($0) }),
        "lora_dropout": .number(0), "bias": .text("none"),
        "fan_in_fan_out": .boolean(turned ?? false),
      ], tensors
    )
  }

  /// The adapted layers by the last part of their names or, where others end alike, by all of it.
  private func modules(of slices: [Slice]) -> Set<String> {
    let whole = Set(
      slices.map { $0.module.split(separator: ".").dropLast().joined(separator: ".") })
    let last = Set(whole.map { String($0.split(separator: ".").last ?? "") })
    let alike = ModelOperations(network.base).linearWeights.filter { $0.isTarget(of: Array(last)) }
    return alike.count == whole.count ? last : whole
  }

  /// What prompt learning says of the model's sizes.
  private func sizes(_ tokens: Int, width: Int) throws(InputProblem) -> [String: SettingValue] {
    let attentions = ModelOperations(network.base).body.compactMap { $0.operation as? Attention }
    guard let first = attentions.first, attentions.allSatisfy({ $0.keyHeads == first.keyHeads })
    else {
      throw InputProblem(at: "scheme \(scheme.name)", "the model's layers differ in their heads")
    }
    return [
      "num_virtual_tokens": .integer(tokens), "token_dim": .integer(width),
      "num_transformer_submodules": .integer(1), "num_layers": .integer(attentions.count),
      "num_attention_heads": .integer(first.keyHeads),
    ]
  }

  private func prompt() throws(InputProblem) -> Contents {
    guard let slice = network.layout[AdapterFiles.prompt] else {
      throw InputProblem(at: "scheme prompt", "there is no prompt")
    }
    var fields = try sizes(slice.rows, width: slice.columns)
    fields["prompt_tuning_init"] = .text("RANDOM")
    let tensor = SafetensorsWriter.Values(
      AdapterFiles.prompt, shape: [slice.rows, slice.columns], weights.view(slice).values)
    return (fields, [tensor])
  }

  private func prefix() throws -> Contents {
    let blocks = try PrefixValues(network).values(weights)
    let (rows, columns) = (blocks.rows, blocks.columns)
    // Token by token: keys and values of the first layer, of the second, ….
    var values: [Float] = []
    for row in 0..<rows {
      for part in blocks.parts { values += part[row * columns..<(row + 1) * columns] }
    }
    var fields = try sizes(rows, width: columns)
    fields["prefix_projection"] = .boolean(false)
    fields["encoder_hidden_size"] = .integer(columns)
    let tensor = SafetensorsWriter.Values(
      AdapterFiles.prompt, shape: [rows, blocks.parts.count * columns], values)
    return (fields, [tensor])
  }
}

/// The keys and values that a prefix adds, layer by layer, as they enter attention.
struct PrefixValues {
  private let program: Program
  private let nodes: [NodeID]

  init(_ network: TunedModel) {
    var graph = Graph(network.layout)
    let hidden = network.hidden(&graph)
    nodes = graph.inputs(ofAll: Attention.self).flatMap { $0.dropFirst(3) }
    program = Program(graph, outputs: nodes + [hidden])
  }

  /// Keys of the first layer, its values, those of the second, …, each rows × columns.
  ///
  /// - Throws: `InputProblem` where layers have prefixes of different widths.
  func values(
    _ weights: ParameterStore
  ) throws -> (parts: [[Float]], rows: Int, columns: Int) {
    var batch = Batch()
    (batch.tokens, batch.positions) = ([0], [0])
    batch.segments = [Segment(queries: Span32(0, 1))]
    let executor = try Executor(
      program, .init(format: weights.format), weights: weights, capacity: batch.extents,
      ledger: Ledger())
    executor.load(batch)
    executor.run()
    let shapes = Set(nodes.map { program.graph.shape($0) })
    guard let shape = shapes.first, shapes.count == 1, case .fixed(let rows) = shape.rows else {
      throw InputProblem(at: "scheme prefix", "the model's layers have keys of several widths")
    }
    return (nodes.map { executor.value($0).array }, rows, shape.columns)
  }
}
