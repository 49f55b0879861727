import Foundation
import Graphs
import Laboratory
import Models
import Optimizers
import Tensors
import Testing
import Training
import Vocabulary

/// What transformers computed on a checkpoint, from its `expected.json`; the gradients' elements
/// are in `gradients.safetensors` beside it.
struct Oracle: Decodable {
  struct Text: Decodable {
    var text: String
    var ids: [Int32]
    var logprobs: [Double]?
  }

  var texts: [Text]
  var batch: [[Int32]]
  var sgd: [Double]
  var adamw: [Double]
  /// What is written after the prompts of `GenerationTests`; the first fixtures' is there.
  var generated: [[Int32]]?

  /// Every element of every parameter's gradient, by name.
  static func gradients(_ directory: URL) throws -> [String: [Float]] {
    let file = try SafetensorsFile(directory.appendingPathComponent("gradients.safetensors"))
    return try file.tensors.mapValues { try file.values(of: $0) }
  }

  init(_ directory: URL) throws {
    let data = try Data(contentsOf: directory.appendingPathComponent("expected.json"))
    self = try JSONDecoder().decode(Self.self, from: data)
  }

  /// The checkpoints of ModelsTests, and those in the directories that `ZOBENCH_ORACLE` names,
  /// if it is set: every folder in them that has an `expected.json` and a `config.json`; what is
  /// expected of GGUF files is another.
  static let directories: [URL] = {
    let names = ProcessInfo.processInfo.environment["ZOBENCH_ORACLE"]?.split(separator: ":") ?? []
    let roots = [Checkpoints.fixtures] + names.map { URL(fileURLWithPath: String($0)) }
    return roots.flatMap { root -> [URL] in
      let folders = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
      return folders.sorted().map(root.appendingPathComponent).filter { folder in
        ["expected.json", "config.json"].allSatisfy {
          FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
      }
    }
  }()
}

/// Where the checkpoints for tests are: they belong to ModelsTests, beside this folder.
enum Checkpoints {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("ModelsTests/Fixtures")

  static func path(_ name: String) -> String { fixtures.appendingPathComponent(name).path }
}

/// A model on a fixed batch of documents, with the gradient of every parameter.
final class DocumentProblem: LossProblem {
  let weights: ParameterStore
  private let gradients: ParameterStore
  private let executor: Executor
  private let loss: NodeID

  init(_ directory: URL, _ documents: [[Int32]]) throws {
    let model = try PretrainedModel(directory.path)
    let (layout, ledger) = (model.family.layout, Ledger())
    weights = try ParameterStore(layout, in: .weights, of: ledger)
    try model.load(into: weights)
    gradients = try ParameterStore(layout, in: .gradients, of: ledger)
    let forward = ForwardPass(model.family, objective: .language)
    loss = forward.loss
    let batch = Batch.documents(documents, reading: model.family.reading)
    let graph = Cotangents.gradient(
      of: loss, in: forward.graph, wanted: Set(layout.slices.map(\.index)))
    executor = try Executor(
      Program(graph, outputs: [loss]), .init(), weights: weights, gradients: gradients,
      capacity: batch.extents, ledger: ledger)
    executor.load(batch)
  }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    preconditionFailure("only gradients are asked for")
  }

  func lossAndGradient() throws(Divergence) -> Float {
    gradients.all.floats.map { Kernels.fill($0, 0) }
    executor.run()
    return executor.value(loss)[0]
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients.view(slice).floats else { preconditionFailure("gradients are f32") }
    return view
  }

  /// The loss before each step of an optimizer of the catalog.
  func trace(_ optimizer: Component, steps: Int) throws -> [Double] {
    let optimizer = try OptimizerCatalog.make(optimizer)
    let all = Set(weights.layout.slices.map(\.index))
    let iterate = try Iterate(weights, trainable: all, optimizer: optimizer, ledger: Ledger())
    return try (0..<steps).map { step in
      let estimate = try iterate.estimate(key: RandomKey(seed: step), on: self)
      iterate.descend(by: estimate) { gradient($0) }
      return Double(estimate.loss)
    }
  }
}
