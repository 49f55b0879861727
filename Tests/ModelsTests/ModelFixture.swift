import Foundation
import Graphs
import Models
import Tensors
import Testing
import Vocabulary

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

  /// Sets a field of `config.json` to anything that JSON can say.
  func configure(_ field: String, json: String) throws {
    let old = try JSONSerialization.jsonObject(with: Data(contentsOf: file("config.json")))
    var fields = try #require(old as? [String: Any])
    fields[field] = try JSONSerialization.jsonObject(
      with: Data(json.utf8), options: .fragmentsAllowed)
    try JSONSerialization.data(withJSONObject: fields).write(to: file("config.json"))
  }

  /// Writes the weights of a layout, all zero, under other names.
  func writeWeights(_ layout: Layout, named name: (Slice) -> String?) throws {
    let kept = layout.slices.filter { name($0) != nil }
    let family = try FamilyCatalog.family(ConfigurationFields(file("config.json")))
    try SafetensorsWriter.write(
      kept.map { slice in
        let vector = slice.kind == .bias || slice.kind == .scale
        let sizes = [slice.rows, slice.columns]
        let matrix = family.isTransposed(slice.name) ? sizes.reversed() : sizes
        return .init(
          name(slice) ?? slice.name, .f32, shape: vector ? [slice.columns] : matrix)
      }, to: file("model.safetensors")
    ) { index, sink in
      let zeros = [UInt8](repeating: 0, count: kept[index].count * 4)
      try zeros.withUnsafeBytes { try sink.write($0) }
    }
  }

  func model() throws(InputProblem) -> PretrainedModel { try PretrainedModel(directory.path) }

  func load(
    _ format: StorageFormat = .f32, of ledger: Ledger = Ledger()
  ) throws -> ParameterStore {
    let model = try model()
    let store = try ParameterStore(
      model.family.layout, format: format, in: .weights, of: ledger)
    try model.load(into: store)
    return store
  }

  /// Log-probabilities of all tokens of a text but the first, each at the place before it.
  func nextTokens(_ tokens: [Int32]) throws -> [Float] {
    try logProbabilities(tokens, of: Array(tokens.dropFirst()))
  }

  /// Log-probabilities of tokens at the first places of a text: its own, each at its own place,
  /// unless others are named.
  func logProbabilities(
    _ tokens: [Int32], _ format: StorageFormat = .f32, of targets: [Int32]? = nil
  ) throws -> [Float] {
    let targets = targets ?? tokens
    let (weights, forward) = (
      try load(format), ForwardPass(try model().family, objective: .language)
    )
    var batch = Batch()
    let rows = tokens.indices.map(Int32.init)
    (batch.tokens, batch.positions) = (tokens, rows)
    batch.segments = [Segment(queries: Span32(0, tokens.count))]
    let picked = targets.indices.map(Int32.init)
    (batch.scored, batch.pickRows, batch.pickTokens) = (picked, picked, targets)
    batch.pickOptions = targets.map { _ in 0 }
    (batch.options, batch.gold) = ([Span32(0, 1)], [0])
    let executor = try Executor(
      Program(forward.graph, outputs: [forward.logProbabilities]), .init(format: format),
      weights: weights, capacity: batch.extents, ledger: Ledger())
    executor.load(batch)
    executor.run()
    return executor.value(forward.logProbabilities).array
  }
}
