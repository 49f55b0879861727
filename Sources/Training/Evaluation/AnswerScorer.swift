import Models
import Tasks
import Tensors
import Tokenizers
import Vocabulary

/// Generates the answers to questions and compares them with the accepted ones.
final class AnswerScorer {
  private let generator: GreedyGenerator
  private let limits: GenerationLimits
  private let tokenizer: Tokenizer

  /// - Throws: `OutOfMemory`, and an `InputProblem` when the model has no tokenizer.
  init(
    _ program: GenerationProgram, _ resolution: Resolution, room: GenerationRoom,
    weights: ParameterStore, ledger: Ledger
  ) throws {
    guard let tokenizer = resolution.model.tokenizer else {
      throw InputProblem(.missing, at: resolution.model.name, "has no tokenizer")
    }
    self.tokenizer = tokenizer
    limits = GenerationLimits(
      newTokens: resolution.newTokens,
      stops: resolution.model.stops(atLineEnds: resolution.task.stop == .line))
    generator = try GreedyGenerator(program, room: room, weights: weights, ledger: ledger)
  }

  /// What z is, for displaced reads.
  var distribution: any DirectionDistribution {
    get { generator.distribution }
    set { generator.distribution = newValue }
  }

  /// One text per question.
  func answers(
    _ questions: [EncodedQuestion], at displacement: Displacement = .none
  ) -> [String] {
    generator.generate(after: questions.map(\.ids), limits, at: displacement)
      .map { tokenizer.decode($0, skippingSpecial: true) }
  }

  /// One score per question; white space around an answer does not count.
  private func scores(
    _ questions: [EncodedQuestion], at displacement: Displacement
  ) -> [AnswerScore] {
    zip(questions, answers(questions, at: displacement)).map {
      AnswerScore(of: $1, accepted: $0.answers)
    }
  }

  /// Whether every logit of the last answers was finite.
  var wasFinite: Bool { generator.wasFinite }

  /// One minus the mean F1; not a number when the model's logits are not.
  func loss(_ questions: [EncodedQuestion], at displacement: Displacement) -> Float {
    let scores = scores(questions, at: displacement)
    guard generator.wasFinite else { return .nan }
    return Float(1 - scores.reduce(0) { $0 + $1.f1 } / Double(max(scores.count, 1)))
  }
}

extension Resolution {
  /// Tokens that a generated answer may have.
  var newTokens: Int { max(1, min(cell.run.maxNewTokens, maxLength / 2)) }

  /// What generates answers, at displaced weights or at the weights.
  func answerProgram(displaced: Bool = false) -> GenerationProgram {
    GenerationProgram(
      ForwardPass(network, objective: .language), format: format, displaced: displaced)
  }
}
