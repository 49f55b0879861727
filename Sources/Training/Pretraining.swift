import Experiments
import Foundation
import Graphs
import Models
import Optimizers
import Tasks
import Tensors
import Tokenizers

/// Pretraining of a tiny model from scratch on the small world's running text.
public struct Pretraining: Sendable {
  /// Everything that decides the result, for the log beside the model.
  public struct Recipe: Settings {
    /// A `model_type`: what `TinyConfiguration` knows.
    public var family = "opt"
    public var vocabulary = 1000
    public var width = 128
    public var layers = 4
    public var heads = 4
    public var inner = 512
    public var positions = 128
    public var steps = 4000
    /// Documents per step, one sequence each.
    public var batch = 32
    public var learningRate: Float = 2e-3
    public var weightDecay: Float = 0.01
    public var warmUp = 100
    public var seed = 0
    /// Documents that the vocabulary is learned from.
    public var vocabularyDocuments = 40_000

    public init() {}
  }

  /// A step of pretraining, for a log.
  public struct Progress: Sendable {
    public var step: Int
    public var loss: Double
    public var tokens: Int
  }

  public let recipe: Recipe

  public init(_ recipe: Recipe) { self.recipe = recipe }

  /// Trains and writes a Hugging Face directory with bf16 weights.
  public func run(
    to directory: URL, interruption: Interruption, report: (Progress) -> Void
  ) throws {
    let tokenizerFile = try vocabulary()
    let tokenizer = try Tokenizer(json: tokenizerFile, file: "tokenizer.json")
    let configuration = try TinyConfiguration.json(recipe)
    let family = try FamilyCatalog.family(
      ConfigurationFields(configuration, place: "config.json"))
    let weights = try train(family, tokenizer, interruption, report)
    try ModelWriter.write(
      weights, configuration: configuration, tokenizer: tokenizerFile, format: .bf16,
      to: directory)
  }

  private func vocabulary() throws -> Data {
    let text = World.runningText(seed: UInt64(recipe.seed)).prefix(recipe.vocabularyDocuments)
    return try BytePairTrainer(
      vocabularySize: recipe.vocabulary, specialTokens: ["<s>", "<pad>", "</s>", "<unk>"],
      template: [.special("</s>"), .text], alphabet: .allBytes
    ).train(on: text)
  }

  private func train(
    _ family: any ModelFamily, _ tokenizer: Tokenizer, _ interruption: Interruption,
    _ report: (Progress) -> Void
  ) throws -> ParameterStore {
    let ledger = Ledger()
    let layout = family.layout
    let weights = try ParameterStore(layout, in: .weights, of: ledger)
    weights.initialize(RandomKey(seed: recipe.seed), deviation: 0.02)
    let all = Set(layout.slices.map(\.index))
    let iterate = try Iterate(
      weights, trainable: all, optimizer: optimizer, ledger: ledger)
    let problem = try PretrainingProblem(
      family, weights, documents: recipe.batch, length: recipe.positions, ledger)
    var text = World.runningText(seed: UInt64(recipe.seed) &+ 1).makeIterator()
    for step in 1...recipe.steps {
      if interruption.isRequested { throw InputProblem(at: "pretrain", "was interrupted") }
      let documents = (0..<recipe.batch).compactMap { _ in text.next() }
      let ids = documents.map { Array(tokenizer.encode($0).prefix(recipe.positions)) }
      let batch = Batch.documents(ids)
      let loss = try problem.step(batch, iterate)
      report(Progress(step: step, loss: Double(loss), tokens: batch.tokens.count))
    }
    return weights
  }

  private var optimizer: Optimizer {
    let schedule = Schedule.cosine(warmUp: recipe.warmUp, steps: recipe.steps, floor: 0.05)
    return Optimizer(
      .backpropagation,
      update: [
        Adam(beta1: 0.9, beta2: 0.98), WeightDecay(recipe.weightDecay),
        LearningRate(recipe.learningRate, schedule: schedule),
      ])
  }
}

/// The language-model loss over whole documents, with its gradient.
private final class PretrainingProblem {
  private let executor: Executor
  private let gradients: ParameterStore
  private let loss: NodeID

  init(
    _ family: any ModelFamily, _ weights: ParameterStore, documents: Int, length: Int,
    _ ledger: Ledger
  ) throws {
    let forward = ForwardPass(family, objective: .language)
    loss = forward.loss
    let all = Set(weights.layout.slices.map(\.index))
    let graph = Cotangents.gradient(of: loss, in: forward.graph, wanted: all)
    gradients = try ParameterStore(weights.layout, in: .gradients, of: ledger)
    let longest = Batch.documents(
      Array(repeating: Array(repeating: 0, count: length + 1), count: documents))
    executor = try Executor(
      Program(graph, outputs: [loss]), .init(), weights: weights, gradients: gradients,
      capacity: longest.extents, ledger: ledger)
  }

  func step(_ batch: Batch, _ iterate: Iterate) throws -> Float {
    if let all = gradients.all.floats { Kernels.fill(all, 0) }
    executor.load(batch)
    executor.run()
    let value = executor.value(loss)[0]
    guard value.isFinite else { throw Divergence(loss: value) }
    iterate.descend(by: Estimate(loss: value, terms: nil)) { slice in
      guard let view = gradients.view(slice).floats else {
        preconditionFailure("gradients are f32")
      }
      return view
    }
    return value
  }
}
