import Foundation
import Graphs
import Models
import Schemes
import Tensors
import Vocabulary

/// A scheme on a small checkpoint of `Tests/ModelsTests/Fixtures`.
struct Subject {
  static let fixtures = [
    "bert", "gemma2", "gemma3", "gpt-neox", "gpt-neox-serial", "gpt2", "llama", "llama-gqa-tied",
    "llama-linear", "mistral", "opt", "opt-postnorm", "phi", "phi-norms", "qwen2", "qwen3",
    "roberta",
  ]

  let model: PretrainedModel
  let network: TunedModel
  let weights: ParameterStore
  let forward: ForwardPass
  let ledger = Ledger()

  init(_ scheme: Component, on fixture: String, _ format: StorageFormat = .f32) throws {
    try self.init(scheme, of: Self.model(fixture), format)
  }

  /// A scheme on any directory.
  init(_ scheme: Component, at path: String) throws {
    try self.init(scheme, of: PretrainedModel(path), .f32)
  }

  private init(
    _ scheme: Component, of model: PretrainedModel, _ format: StorageFormat
  ) throws {
    self.model = model
    network = try SchemeCatalog.make(scheme).attach(to: model.family)
    let adapters = Set(network.adapters.keys)
    weights = try ParameterStore(
      network.layout, adapters: adapters, format: format, in: .weights, of: ledger)
    try model.load(into: weights)
    try network.initialize(weights, key: RandomKey(seed: 0), ledger: ledger)
    forward = ForwardPass(network, objective: .language)
  }

  static func model(_ fixture: String) throws -> PretrainedModel {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try PretrainedModel(tests.appendingPathComponent("ModelsTests/Fixtures/\(fixture)").path)
  }

  /// Numbers that train.
  var trainableCount: Int {
    network.layout.slices.reduce(0) {
      $0 + (network.trainable.contains($1.index) ? $1.count : 0)
    }
  }

  /// Two sequences of which every token is scored at its own place, after the virtual tokens.
  static func batch(after virtual: [Int32] = []) -> Batch {
    var batch = Batch()
    for (option, text) in [[2, 40, 7, 111, 300, 7, 260], [5, 31, 99, 12]].enumerated() {
      let (start, tokens) = (batch.tokens.count, virtual + text.map(Int32.init))
      batch.tokens += tokens
      batch.positions += tokens.indices.map(Int32.init)
      batch.segments.append(Segment(queries: Span32(start, tokens.count)))
      for place in text.indices {
        batch.pickRows.append(Int32(batch.scored.count))
        batch.scored.append(Int32(start + virtual.count + place))
        batch.pickTokens.append(Int32((37 * place + 11) % 256))
        batch.pickOptions.append(Int32(option))
      }
      batch.options.append(Span32(option, 1))
      batch.gold.append(0)
    }
    return batch
  }

  var batch: Batch { Self.batch(after: network.virtualTokens) }

  func executor(
    _ program: Program, _ setting: Program.Setting? = nil, gradients: ParameterStore? = nil
  ) throws -> Executor {
    let executor = try Executor(
      program, setting ?? .init(format: weights.format), weights: weights, gradients: gradients,
      capacity: batch.extents, ledger: ledger)
    executor.load(batch)
    return executor
  }

  func logProbabilities() throws -> [Float] {
    let executor = try executor(Program(forward.graph, outputs: [forward.logProbabilities]))
    executor.run()
    return executor.value(forward.logProbabilities).array
  }

  /// Moves every trained parameter off its start, so that no gradient is zero by design.
  func stir() throws {
    for index in network.trainable.sorted() {
      let slice = network.layout.slices[index]
      let z = try Buffer(floats: slice.count, in: .directions, of: Ledger())
      DenseDirections().add(0.1, key: RandomKey(seed: 5), to: z.floats, of: slice, from: 0)
      weights.fill(slice, with: zip(weights.view(slice).values, z.floats.array).map { $0 + $1 })
    }
  }

  /// The gradients of the loss in the trained parameters.
  func gradients() throws -> ParameterStore {
    let sums = try ParameterStore(
      network.layout, owning: network.trainable, in: .gradients, of: Ledger())
    let program = Program(
      Cotangents.gradient(of: forward.loss, in: forward.graph, wanted: network.trainable),
      outputs: [forward.loss])
    try executor(program, gradients: sums).run()
    return sums
  }
}
