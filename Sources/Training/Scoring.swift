import Experiments
import Graphs
import Models
import Tensors
import Tokenizers

/// The log-probability of every token of a text, as `zobench score` prints it.
public struct TokenScores: Codable, Sendable {
  public var ids: [Int32]
  public var tokens: [String]
  /// Natural log-probabilities of the tokens.
  ///
  /// Of `ids[i+1]` given what precedes it, so one fewer than ids; from a masked language model of
  /// `ids[i]` at its own place, with nothing masked. Empty for fewer than two ids.
  public var logprobs: [Float]
}

/// Scores texts with one model.
public final class TextScorer {
  private let model: PretrainedModel
  private let tokenizer: Tokenizer
  private let weights: ParameterStore
  private let forward: ForwardPass
  private let ledger = Ledger()

  /// - Throws: `InputProblem` when the model is incomplete or unusable, or has no head.
  public init(model name: String, format: StorageFormat = .f32) throws {
    model = try PretrainedModel(name)
    try model.family.requireHead(at: name)
    guard let tokenizer = model.tokenizer else {
      throw InputProblem(.missing, at: name, "has no tokenizer")
    }
    self.tokenizer = tokenizer
    weights = try ParameterStore(
      model.family.layout, format: format, in: .weights, of: ledger)
    try model.load(into: weights)
    forward = ForwardPass(model.family, objective: .language)
  }

  public func score(_ text: String) throws -> TokenScores {
    let ids = tokenizer.encode(text)
    let tokens = ids.map { tokenizer.token($0) ?? "" }
    return TokenScores(ids: ids, tokens: tokens, logprobs: try logProbabilities(ids))
  }

  private func logProbabilities(_ ids: [Int32]) throws -> [Float] {
    guard ids.count <= model.family.maxPositions else {
      throw InputProblem(
        at: model.name,
        "the text has \(ids.count) tokens; the model has \(model.family.maxPositions) positions")
    }
    guard ids.count > 1 else { return [] }
    let batch = Batch.documents([ids], reading: model.family.reading)
    let program = Program(forward.graph, outputs: [forward.logProbabilities])
    let executor = try Executor(
      program, .init(format: weights.format), weights: weights, capacity: batch.extents,
      ledger: ledger)
    executor.load(batch)
    executor.run()
    return executor.value(forward.logProbabilities).array
  }
}

extension Batch {
  /// Sequences in which every token is predicted: from those before it, or at its own place.
  ///
  /// The token that nothing is predicted from, the last of a causal sequence, is not fed.
  package static func documents(_ documents: [[Int32]], reading: Reading = .causal) -> Batch {
    let ahead = reading == .causal ? 1 : 0
    var batch = Batch()
    for ids in documents where ids.count > 1 {
      let start = batch.tokens.count
      let fed = ids.count - ahead
      batch.tokens += ids.prefix(fed)
      batch.positions += (0..<fed).map(Int32.init)
      batch.segments.append(Segment(queries: Span32(start, fed)))
      let rows = (start..<start + fed).map(Int32.init)
      let firstRow = batch.scored.count
      batch.pickRows += (firstRow..<firstRow + fed).map(Int32.init)
      batch.scored += rows
      batch.pickTokens += ids.dropFirst(ahead)
      batch.pickOptions += Array(repeating: Int32(batch.options.count), count: fed)
      batch.options.append(Span32(batch.options.count, 1))
      batch.gold.append(0)
    }
    return batch
  }
}
