import Foundation
import Graphs
import Models
import Optimizers
import Tasks
import Tensors
import Tokenizers
import Training
import Vocabulary

/// Pretraining of a tiny model from scratch on the small world's running text.
package struct Pretraining: Sendable {
  /// Everything that decides the result, for the log beside the model.
  package struct Recipe: Settings {
    /// A `model_type`: what `TinyConfiguration` knows.
    package var family = "opt"
    /// A model to go on from, with its configuration and vocabulary; empty to start from nothing.
    package var base = ""
    package var text = PretrainingText.running
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
  }

  /// A step of pretraining, for a log.
  package struct Progress: Sendable {
    package var step: Int
    package var loss: Double
    package var tokens: Int
  }

  package let recipe: Recipe

  package init(_ recipe: Recipe) { self.recipe = recipe }

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
    let iterate = try Iterate(weights, trainable: all, optimizer: optimizer, ledger: ledger)
    let problem = try PretrainingProblem(
      start.family, weights, documents: recipe.batch, length: recipe.positions, ledger)
    let text = recipe.text.documents(seed: UInt64(recipe.seed) &+ 1)
    for step in 1...recipe.steps {
      if interruption.isRequested { throw InputProblem(at: "pretrain", "was interrupted") }
      let documents = (0..<recipe.batch).compactMap { _ in text.next() }
      let batch = start.batch(of: documents, step: step)
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
