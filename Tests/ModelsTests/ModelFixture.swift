import Experiments
import Foundation
import Models
import Tensors
import Testing

/// A copy of a checkpoint of `Fixtures` in a directory of its own, to be damaged.
final class ModelFixture {
  let directory: URL

  static func original(_ name: String) throws -> URL {
    let root = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return root.appendingPathComponent(name)
  }

  init(_ name: String = "opt") throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("models-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Self.original(name), to: directory)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

  /// Sets a field of `config.json`; nil removes it.
  func configure(_ field: String, _ value: SettingValue?) throws {
    let old = try Data(contentsOf: file("config.json"))
    // transformers writes nulls, which settings do not have.
    var fields = try JSONDecoder().decode([String: SettingValue?].self, from: old)
      .compactMapValues { $0 }
    fields[field] = value
    try JSONEncoder().encode(fields).write(to: file("config.json"))
  }

  /// Writes the weights of a layout, all zero, under other names.
  func writeWeights(_ layout: Layout, named name: (Slice) -> String?) throws {
    let kept = layout.slices.filter { name($0) != nil }
    try SafetensorsWriter.write(
      kept.map { slice in
        let vector = slice.kind == .bias || slice.kind == .scale
        let shape = vector ? [slice.columns] : [slice.rows, slice.columns]
        return .init(name(slice) ?? slice.name, .f32, shape: shape)
      }, to: file("model.safetensors")
    ) { index, sink in
      let zeros = [UInt8](repeating: 0, count: kept[index].count * 4)
      try zeros.withUnsafeBytes { try sink.write($0) }
    }
  }

  func model() throws(InputProblem) -> PretrainedModel { try PretrainedModel(directory.path) }

  func load() throws -> ParameterStore {
    let model = try model()
    let store = try ParameterStore(model.family.layout, in: .weights, of: Ledger())
    try model.load(into: store)
    return store
  }
}
