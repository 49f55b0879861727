/// Something about a trial that makes its numbers mean less than they seem to.
package struct HealthFinding: Hashable, Codable, Sendable {
  /// What was found; a trial records each once, and a run warns of each once.
  package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case probeBelowResolution, updateBelowResolution, constantLoss, explodingSlopes, nonFiniteLoss,
      noLearning, cutTexts, repeatedTexts, fewExamples, largeBatch, equivalentMethod,
      longTokenizer,
      searchAtEdge, rateNotCalibrated, beganAgain, endedByClock
  }

  /// What was found.
  package var kind: Kind
  /// The step at which it was found: 1, 2, …; 0 before the first.
  package var step: Int
  /// The finding with its numbers and a remedy, as one or two sentences.
  package var message: String

  /// A finding of a step, with the numbers in a sentence.
  package init(_ kind: Kind, step: Int = 0, _ message: String) {
    self.kind = kind
    self.step = step
    self.message = message
  }
}
