import Foundation
import Graphs
import Models
import Schemes
import Tensors
import Tokenizers
import Training
import Vocabulary

/// The log-probability of every token of a text, as `zobench score` prints it.
package struct TokenScores: Codable, Sendable {
  package var ids: [Int32]
  package var tokens: [String]
  /// Natural log-probabilities of the tokens.
  ///
  /// Of `ids[i+1]` given what precedes it, so one fewer than ids; from a masked language model of
  /// `ids[i]` at its own place, with nothing masked. Empty for fewer than two ids.
  package var logprobs: [Float]
}

/// Scores texts with one model.
package final class TextScorer {
  private let model: PretrainedModel
  private let tokenizer: Tokenizer
  private let weights: ParameterStore
  private let network: any LanguageModel
  private let virtualTokens: [Int32]
  private let forward: ForwardPass
  private let compute: Compute
  private let ledger = Ledger()

  /// - Parameters:
  ///   - format: how weights are held; sums are of f32 in every case.
  ///   - compute: what factors of dense products are rounded to.
  ///   - adapter: a directory with a LoRA, prefix or prompt in PEFT's files.
  /// - Throws: `InputProblem` when the model or the adapter is incomplete or unusable, there is no
  ///   head, or this machine does not compute so.
  package init(
    model name: String, format: StorageFormat = .f32, compute: Compute = .f32,
    adapter: String? = nil
  ) throws {
    try compute.check()
    self.compute = compute
    model = try PretrainedModel(name)
    try model.family.requireHead(at: name)
    guard let tokenizer = model.tokenizer else {
      throw InputProblem(.missing, at: name, "has no tokenizer")
    }
    self.tokenizer = tokenizer
    let adapter = try adapter.map { [model] in
      try AdapterImport(directory: URL(fileURLWithPath: $0), on: model)
    }
    let tuned = try SchemeCatalog.make(adapter?.scheme ?? Component("zero-shot"))
      .attach(to: model.family)
    let pool = WeightPool(ledger: Ledger())
    weights = try ParameterStore(
      tuned.layout, owning: [], adapters: Set(tuned.adapters.keys),
      frozen: try model.frozen(except: [], format: format, from: pool), format: format,
      in: .weights, of: ledger)
    try adapter?.fill(weights, of: tuned)
    (network, virtualTokens) = (tuned, tuned.virtualTokens)
    forward = ForwardPass(tuned, objective: .language)
  }

  /// - Throws: `InputProblem` for a text that the model cannot take, and where it gives a token a
  ///   probability that is no number.
  package func score(_ text: String) throws -> TokenScores {
    let ids = tokenizer.encode(text)
    if let foreign = tokenizer.problem(of: ids) { throw InputProblem(at: "the text", foreign) }
    let tokens = ids.map { tokenizer.token($0) ?? "" }
    let logprobs = try logProbabilities(ids)
    if let index = logprobs.firstIndex(where: { !$0.isFinite }) {
      let place = index + ids.count - logprobs.count
      throw InputProblem(
        at: model.name,
        "the log-probability of token \(place + 1), '\(tokens[place])', is \(logprobs[index]); "
          + "the weights are too large: name another model or adapter")
    }
    return TokenScores(ids: ids, tokens: tokens, logprobs: logprobs)
  }

  private func logProbabilities(_ ids: [Int32]) throws -> [Float] {
    guard ids.count <= network.maxPositions else {
      throw InputProblem(
        at: model.name,
        "the text has \(ids.count) tokens; there are \(network.maxPositions) positions for it")
    }
    guard ids.count > 1 else { return [] }
    let batch = Batch.documents([ids], reading: network.reading, after: virtualTokens)
    let program = Program(forward.graph, outputs: [forward.logProbabilities])
    let executor = try Executor(
      program, .init(format: weights.format, compute: compute), weights: weights,
      capacity: batch.extents, ledger: ledger)
    executor.load(batch)
    executor.run()
    return executor.value(forward.logProbabilities).array
  }
}
