import Foundation
import Graphs
import Models
import Optimizers
import Tasks
import Tensors
import Tokenizers
import Training
import Vocabulary

/// Pretraining of a tiny model from scratch on the small world's running text, or of any model on
/// a text of one's own.
package struct Pretraining: Sendable {
  /// Everything that decides the result, for the log beside the model.
  package struct Recipe: Settings {
    /// A `model_type`: what `TinyConfiguration` knows.
    package var family = "opt"
    /// A model to go on from, with its configuration and vocabulary; empty to start from nothing.
    package var base = ""
    package var text = PretrainingText.running
    /// A text file in the place of the small world's text; empty for none.
    package var file = ""
    /// An optimizer of the catalog, for example `zo-sgd(learningRate: 1e-06)`; empty is
    /// AdamW with warm-up and a cosine.
    package var optimizer = ""
    package var vocabulary = 1000
    package var width = 128
    package var layers = 4
    package var heads = 4
    package var inner = 512
    package var positions = 128
    package var steps = 4000
    /// Documents per step, one sequence each.
    package var batch = 32
    package var learningRate: Float = 2e-3
    package var weightDecay: Float = 0.01
    package var warmUp = 100
    /// Of the tokens of a masked language model, how many in 100 are to be predicted.
    package var masking = 25
    package var seed = 0
    /// Documents that the vocabulary is learned from.
    package var vocabularyDocuments = 40_000

    package init() {}

    /// Whether its model predicts the next token, so that nothing is masked.
    ///
    /// - Throws: `InputProblem` for a base that is no model.
    package func isCausal() throws -> Bool {
      guard !base.isEmpty else { return TinyConfiguration.causalFamilies.contains(family) }
      if case .masked = try PretrainedModel(base).family.reading { return false }
      return true
    }
  }

  /// A step of pretraining, for a log.
  package struct Progress: Sendable {
    package var step: Int
    package var loss: Double
    package var tokens: Int
  }

  package private(set) var recipe: Recipe
  private let component: Component?

  /// - Parameter optimizer: one of the catalog's; nil is AdamW by the recipe.
  package init(_ recipe: Recipe, optimizer: Component? = nil) {
    self.recipe = recipe
    self.recipe.optimizer = optimizer?.description ?? ""
    component = optimizer
  }

  /// Trains and writes a Hugging Face directory with bf16 weights.
  package func run(
    to directory: URL, interruption: Interruption, report: (Progress) -> Void
  ) throws {
    let start = try PretrainingStart(recipe)
    let weights = try train(start, interruption, report)
    try ModelWriter.write(
      weights, configuration: start.configuration, tokenizer: start.tokenizerFile, format: .bf16,
      to: directory)
  }

  private func train(
    _ start: PretrainingStart, _ interruption: Interruption, _ report: (Progress) -> Void
  ) throws -> ParameterStore {
    let ledger = Ledger()
    let weights = try start.weights(ledger)
    let all = Set(weights.layout.slices.map(\.index))
    let optimizer = try optimizer()
    let iterate = try Iterate(
      weights, trainable: all, optimizer: optimizer, horizon: recipe.steps, ledger: ledger)
    let problem = try PretrainingProblem(
      start.family, weights, optimizer, iterate.distribution, documents: recipe.batch,
      length: recipe.positions, ledger)
    var sequences = try PretrainingSequences(recipe, start.tokenizer)
    for step in 1...recipe.steps {
      if interruption.isRequested { throw InputProblem(at: "pretrain", "was interrupted") }
      let batch = start.batch(of: sequences.next(recipe.batch), step: step)
      problem.load(batch)
      let loss = try make(step, iterate, problem)
      report(Progress(step: step, loss: Double(loss), tokens: batch.tokens.count))
    }
    return weights
  }

  private func make(
    _ step: Int, _ iterate: Iterate, _ problem: PretrainingProblem
  ) throws(InputProblem) -> Float {
    do {
      let key = RandomKey(seed: recipe.seed).folding(UInt64(step))
      let estimate = try iterate.estimate(key: key, on: problem)
      iterate.descend(by: estimate) { problem.gradient($0) }
      return estimate.loss
    } catch {
      throw InputProblem(
        at: "step \(step)",
        "the loss is \(error.loss); nothing was written: lower the learning rate")
    }
  }

  /// - Throws: a name or setting that is not the catalog's, and methods that look at single
  ///   examples, at all data or along tangents, which running text does not have here.
  private func optimizer() throws -> Optimizer {
    guard let component else { return adamW }
    let optimizer: Optimizer
    do {
      optimizer = try OptimizerCatalog.make(component)
    } catch {
      throw InputProblem(at: "--optimizer", "\(error)")
    }
    guard optimizer.needsProbes || optimizer.needsGradient, !optimizer.needsData,
      !optimizer.needsTangent, !optimizer.needsOutputs
    else {
      throw InputProblem(
        at: "--optimizer",
        "'\(component.name)' needs losses over all data, hidden states, or derivatives along "
          + "directions; "
          + "pretraining has the loss of a batch and its gradient")
    }
    return optimizer
  }

  private var adamW: Optimizer {
    let schedule = Schedule.cosine(warmUp: recipe.warmUp, steps: recipe.steps, floor: 0.05)
    return Optimizer(
      .backpropagation,
      update: [
        Adam(beta1: 0.9, beta2: 0.98), WeightDecay(recipe.weightDecay),
        LearningRate(recipe.learningRate, schedule: schedule),
      ])
  }
}

/// Where pretraining begins: a model with its vocabulary, new or trained before.
struct PretrainingStart {
  let recipe: Pretraining.Recipe
  let configuration: Data
  let tokenizerFile: Data
  let tokenizer: Tokenizer
  let family: any ModelFamily
  private let base: PretrainedModel?

  init(_ recipe: Pretraining.Recipe) throws {
    self.recipe = recipe
    if recipe.base.isEmpty {
      base = nil
      tokenizerFile = try TinyTokenizer.json(recipe)
      configuration = try TinyConfiguration.json(recipe)
    } else {
      let base = try PretrainedModel(recipe.base)
      self.base = base
      tokenizerFile = try base.files.data("tokenizer.json")
      configuration = try base.files.data("config.json")
    }
    tokenizer = try Tokenizer(json: tokenizerFile, file: "tokenizer.json")
    family = try FamilyCatalog.family(ConfigurationFields(configuration, place: "config.json"))
    guard recipe.positions <= family.maxPositions else {
      throw InputProblem(
        at: "--length",
        "\(recipe.positions) is more than the model's \(family.maxPositions) positions")
    }
  }

  /// Weights in f32: those of the base, or random ones.
  func weights(_ ledger: Ledger) throws -> ParameterStore {
    let weights = try ParameterStore(family.layout, in: .weights, of: ledger)
    if let base {
      try base.load(into: weights)
    } else {
      weights.initialize(RandomKey(seed: recipe.seed), deviation: 0.02)
    }
    return weights
  }

  /// Sequences of tokens, with what is to be predicted.
  func batch(of ids: [[Int32]], step: Int) -> Batch {
    guard case .masked(let token) = family.reading, let mask = tokenizer.id(token) else {
      return Batch.documents(ids)
    }
    let masking = MaskedDocuments(
      mask: mask, firstWord: TinyTokenizer.firstWord,
      vocabulary: Int32(family.vocabularySize), percent: recipe.masking)
    return masking.batch(ids, seed: UInt64(recipe.seed) &+ UInt64(step))
  }
}
