import Vocabulary

/// What of a result depends on its identity alone: neither times, nor what the process took beside
/// the ledger, nor with whom it shared its steps.
struct ResultContent {
  private let result: RunResult
  let digest: ContentDigest

  init(_ result: RunResult) {
    var content = result
    for index in content.trials.indices {
      content.trials[index].seconds = PhaseSeconds()
      content.trials[index].peakResidentBytes = 0
      content.trials[index].exchange = nil
    }
    self.result = content
    digest = ContentDigest(of: canonicalJSON(Compared(content)))
  }

  /// The cell's own text may spell out what is a default elsewhere; the identity speaks for it.
  private struct Compared: Encodable {
    var outcome: Outcome
    var trials: [TrialResult]
    var chosen: Int?
    var test: TestResult?
    var trainable: Int
    var parameters: Int

    init(_ result: RunResult) {
      outcome = result.outcome
      trials = result.trials
      chosen = result.chosen
      test = result.test
      trainable = result.trainableParameters
      parameters = result.parameters
    }
  }

  /// In a few words, how this one differs from what is there.
  func difference(from here: ResultContent) -> String {
    let (other, own) = (here.result, result)
    if other.outcome != own.outcome { return "\(own.outcome.name), here \(other.outcome.name)" }
    for name in (own.test?.metrics.keys.sorted() ?? []) {
      let (a, b) = (own.test?.metrics[name], other.test?.metrics[name])
      if a != b { return "test \(name) \(text(a)), here \(text(b))" }
    }
    if own.chosen != other.chosen { return "another trial was chosen" }
    for (index, pair) in zip(own.trials, other.trials).enumerated() {
      if pair.0.weightsDigest != pair.1.weightsDigest {
        return "trial \(index + 1) has other weights at its end"
      }
      let steps = zip(pair.0.curve, pair.1.curve).enumerated()
      if let step = steps.first(where: { $0.element.0 != $0.element.1 }) {
        return "the losses of trial \(index + 1) differ from step \(step.offset + 1) on"
      }
    }
    return "its trials differ"
  }

  private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }
}
