/// One way in which an example may go on, as token ids.
public struct Continuation: Hashable, Sendable {
  /// The ids after the shared ones.
  public var tokens: [Int32]
  /// How many ids at the end of `tokens` are scored; at least one.
  public var scored: Int

  public init(tokens: [Int32], scored: Int) {
    self.tokens = tokens
    self.scored = scored
  }
}

/// An example as token ids: what all candidates begin with, and how each goes on.
///
/// A candidate's sequence is `shared + tokens`; the first scored token has at least one token
/// before it, so every score is the log-probability of a next token.
public struct EncodedExample: Hashable, Sendable {
  /// The longest common prefix of all candidates in which nothing is scored.
  public var shared: [Int32]
  public var candidates: [Continuation]
  /// Index of the right candidate.
  public var gold: Int

  public init(shared: [Int32], candidates: [Continuation], gold: Int) {
    self.shared = shared
    self.candidates = candidates
    self.gold = gold
  }

  /// The index of the first largest mean log-probability per scored token.
  ///
  /// - Parameter logProbabilities: for each candidate, the sum over its scored tokens.
  public func prediction(logProbabilities: [Double]) -> Int {
    precondition(logProbabilities.count == candidates.count)
    let means = zip(logProbabilities, candidates).map { $0 / Double($1.scored) }
    let best = means.indices.max { means[$0] < means[$1] || (means[$0] == means[$1] && $0 > $1) }
    return best ?? 0
  }
}
