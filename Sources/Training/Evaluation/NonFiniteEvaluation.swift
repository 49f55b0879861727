import Tasks
import Vocabulary

/// A number of an evaluation that is not finite: no choice made by it means anything.
struct NonFiniteEvaluation: Error, CustomStringConvertible {
  var split: Split
  /// The example's index in its split, or of the prompt that scores are calibrated by.
  var index: Int
  /// What has the value: `the score of candidate 1`.
  var subject: String
  var value: Double

  var description: String {
    "\(split.rawValue) example \(index): \(subject) is \(value); look for weights that are not "
      + "finite, or that 'weights' or 'compute' cannot hold"
  }

  /// Refuses log-probabilities of which one is not finite.
  static func check(
    _ scores: [CandidateScorer.Scores], _ split: Split, of subject: String
  ) throws(NonFiniteEvaluation) {
    for (index, scores) in scores.enumerated() {
      guard let bad = scores.sums.firstIndex(where: { !$0.isFinite }) else { continue }
      throw NonFiniteEvaluation(
        split: split, index: index, subject: "\(subject) \(bad)", value: scores.sums[bad])
    }
  }
}
