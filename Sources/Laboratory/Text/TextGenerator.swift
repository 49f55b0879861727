import Foundation
import Graphs
import Models
import Schemes
import Tensors
import Tokenizers
import Training
import Vocabulary

/// A text and what a model writes after it, as `zobench generate` prints it.
package struct GeneratedText: Codable, Sendable {
  /// The text's tokens.
  package var prompt: [Int32]
  /// The new tokens, with the one that ended them.
  package var ids: [Int32]
  /// The new tokens as text, without special tokens.
  package var text: String
  /// Whether a stop token ended it, rather than the number of tokens.
  package var isStopped: Bool
}

/// Writes on after texts with one model, greedily.
package final class TextGenerator {
  private let model: PretrainedModel
  private let tokenizer: Tokenizer
  private let weights: ParameterStore
  private let network: any LanguageModel
  private let virtualTokens: [Int32]
  private let program: GenerationProgram
  private let ledger: Ledger

  /// - Parameters:
  ///   - adapter: a directory with a LoRA, prefix or prompt in PEFT's files.
  ///   - cached: whether keys and values of earlier tokens are kept.
  /// - Throws: `InputProblem` when the model or the adapter is incomplete or unusable, or the model
  ///   writes no text.
  package init(
    model name: String, format: StorageFormat = .f32, adapter: String? = nil, cached: Bool = true,
    ledger: Ledger = Ledger()
  ) throws {
    model = try PretrainedModel(name)
    try model.family.requireHead(at: name)
    try model.family.requireGeneration(at: name)
    guard let tokenizer = model.tokenizer else {
      throw InputProblem(.missing, at: name, "has no tokenizer")
    }
    self.tokenizer = tokenizer
    self.ledger = ledger
    let adapter = try adapter.map { [model] in
      try AdapterImport(directory: URL(fileURLWithPath: $0), on: model)
    }
    let tuned = try SchemeCatalog.make(adapter?.scheme ?? Component("zero-shot"))
      .attach(to: model.family)
    weights = try ParameterStore(
      tuned.layout, adapters: Set(tuned.adapters.keys), format: format, in: .weights, of: ledger)
    try model.load(into: weights)
    try adapter?.fill(weights, of: tuned)
    (network, virtualTokens) = (tuned, tuned.virtualTokens)
    program = GenerationProgram(
      ForwardPass(tuned, objective: .language), format: format, cached: cached)
  }

  /// Writes on until the end of text, at most `maxTokens` tokens or to the model's last position.
  ///
  /// - Parameter lineEnds: whether the end of a line ends the text, too.
  package func generate(
    after text: String, maxTokens: Int, stoppingAtLineEnds lineEnds: Bool = false
  ) throws -> GeneratedText {
    let prompt = tokenizer.encode(text)
    if let foreign = tokenizer.problem(of: prompt) { throw InputProblem(at: "the text", foreign) }
    guard !prompt.isEmpty, prompt.count <= network.maxPositions else {
      throw InputProblem(
        at: model.name,
        "the text has \(prompt.count) tokens; 1 to \(network.maxPositions) can be written on")
    }
    let limits = GenerationLimits(
      newTokens: min(maxTokens, network.maxPositions - prompt.count + 1),
      stops: model.stops(atLineEnds: lineEnds))
    let ids = try generate([virtualTokens + prompt], limits)[0]
    return GeneratedText(
      prompt: prompt, ids: ids, text: tokenizer.decode(ids, skippingSpecial: true),
      isStopped: ids.last.map(limits.stops.contains) ?? false)
  }

  /// What is written after several prompts together.
  package func generate(_ prompts: [[Int32]], _ newTokens: Int) throws -> [[Int32]] {
    try generate(prompts, GenerationLimits(newTokens: newTokens, stops: []))
  }

  /// The bytes that this takes beside the weights.
  package func memory(lengths: [Int], newTokens: Int) -> AccountBytes {
    program.memory(GenerationRoom(lengths: lengths, newTokens: newTokens))
  }

  /// - Throws: `InputProblem` where the likeliest token is not known: logits are no numbers.
  private func generate(_ prompts: [[Int32]], _ limits: GenerationLimits) throws -> [[Int32]] {
    let room = GenerationRoom(lengths: prompts.map(\.count), newTokens: limits.newTokens)
    let generator = try GreedyGenerator(program, room: room, weights: weights, ledger: ledger)
    let written = generator.generate(after: prompts, limits)
    if let before = generator.nonFinite {
      throw InputProblem(
        at: model.name,
        "the logits of new token \(before + 1) are not finite; the weights are too large: name "
          + "another model or adapter")
    }
    return written
  }
}
