import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// Steps of an optimizer that were computed outside of Swift from its source's formula, by
/// `scripts/fixtures/traces`, with the random numbers that its run draws.
struct Trace: Decodable {
  struct Parameter: Decodable {
    var name: String
    var kind: String
    var rows: Int
    var columns: Int
  }

  struct Step: Decodable {
    /// The weights after the step.
    var weights: [Double]
    /// What is remembered after the step, in the optimizer's own order; nil is not compared.
    var state: [Double?]?
    /// z of the first query, before the update.
    var direction: [Double]?
  }

  var optimizer: String
  var settings: [String: SettingValue]
  var horizon: Int
  /// What may differ, where it is not 1e-5, and why.
  var tolerance: Double?
  var because: String?
  var format: StorageFormat?
  var parameters: [Parameter]
  /// Networks that predict scales, by the parameter's name.
  var networks: [String: [Float]]?
  /// The two tokens and the targets of each example.
  var tokens: [[Int]]
  var targets: [Double]
  var initial: [Double]
  var steps: [Step]

  static let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil)?
    .appending(path: "traces")

  /// The files' names without `.json`: an optimizer's, or that and a variant's.
  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder?.path ?? "")
    return (files ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  /// The optimizers of which there is a trace.
  static var optimizers: Set<String> {
    Set(names.compactMap { $0.split(separator: ".").first.map(String.init) })
  }

  init(named name: String) throws {
    let file = try #require(Self.folder).appending(path: "\(name).json")
    self = try JSONDecoder().decode(Trace.self, from: Data(contentsOf: file))
  }

  /// The optimizer as the catalog makes it, with the trace's settings.
  func make() throws -> Optimizer {
    guard let networks else { return try OptimizerCatalog.make(Component(optimizer, settings)) }
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try ScaleNetworks(networks).write(to: file)
    let settings = settings.merging(["networks": .text(file.path)]) { $1 }
    return try OptimizerCatalog.make(Component(optimizer, settings))
  }
}

/// The largest differences that a run has from its trace, in all steps.
struct TraceDifference {
  /// Of the weights, relative to the longest way that one of them goes.
  var weights = 0.0
  /// Of what is remembered, relative to the largest number of it.
  var state = 0.0
  /// Of z, relative to its largest element.
  var direction = 0.0

  var largest: Double { max(weights, state, direction) }
}

extension Trace {
  /// Runs the optimizer through all steps.
  func difference() throws -> TraceDifference {
    let problem = try TraceProblem(self)
    let (optimizer, ledger, root) = (try make(), Ledger(), RandomKey(seed: 5))
    let iterate = try Iterate(
      problem.weights, trainable: Set(parameters.indices), optimizer: optimizer,
      horizon: horizon, data: problem.data, outputs: TraceProblem.outputs, ledger: ledger)
    problem.distribution = iterate.distribution
    var (weights, state, direction) = (Gap(), Gap(), Gap())
    for (number, wanted) in steps.enumerated() {
      problem.begin(step: number)
      let key = root.folding(UInt64(number))
      let estimate = try iterate.estimate(key: key, on: problem)
      if let z = wanted.direction { direction.add(problem.direction(key.folding(0)), z) }
      iterate.descend(by: estimate) { problem.gradient($0) }
      weights.add(
        zip(problem.values, initial).map { $0 - $1 },
        zip(wanted.weights, initial).map { $0 - $1 })
      guard let kept = wanted.state else { continue }
      state.add(iterate.blocks.flatMap(\.values).map(Double.init), kept)
    }
    return TraceDifference(
      weights: weights.relative, state: state.relative, direction: direction.relative)
  }
}

/// The largest difference between lists of numbers, beside the largest number.
private struct Gap {
  private var largest = 0.0
  private var scale = 0.0

  /// - Parameter wanted: where it is nil, nothing is compared.
  mutating func add(_ found: [Double], _ wanted: [Double?]) {
    guard found.count == wanted.count else { return largest = .infinity }
    for case let (found, wanted?) in zip(found, wanted) {
      largest = max(largest, abs(found - wanted))
      scale = max(scale, abs(wanted))
    }
  }

  var relative: Double { largest == 0 ? 0 : largest / scale }
}
