import Foundation
import Statistics
import Vocabulary

/// A way to fine-tune, an optimizer under a scheme, over the pairs of model and task that all ways
/// under its scheme were tried in.
struct Contender: Hashable, Sendable {
  var label: String
  var scheme: String
  var kind: MethodClass
  /// The mean of the pairs' test scores, 0 to 1.
  var score: Double
  /// The 95 % interval of `score`, over test examples.
  var interval: ConfidenceInterval
  /// The largest training peak of any pair.
  var bytes: Int

  /// `loren ft`; a scheme that takes no optimizer stands for itself.
  var name: String { label == "none" ? scheme : "\(label) \(scheme)" }

  /// Nil unless every cell has a score.
  ///
  /// - Parameter cells: one for each pair of model and task.
  init?(_ label: String, _ scheme: String, _ cells: [CellResults]) {
    let scores = cells.compactMap(\.summary.scoreMean)
    let peaks = cells.compactMap(\.summary.heldBytes)
    guard scores.count == cells.count, peaks.count == cells.count, let bytes = peaks.max(),
      let mean = Moments(scores).mean
    else { return nil }
    (self.label, self.scheme, self.bytes, score) = (label, scheme, bytes, mean)
    kind = MethodClass(cells)
    interval = Self.interval(of: mean, cells)
  }

  /// Each pair's variance is at most p(1 − p)/n, with two right and two wrong examples added
  /// (Agresti and Coull 1998); those of different pairs are independent.
  private static func interval(of mean: Double, _ cells: [CellResults]) -> ConfidenceInterval {
    let variances = cells.map { cell -> Double in
      let n = Double(cell.summary.testExamples ?? 0)
      let share = ((cell.summary.scoreMean ?? 0) * n + 2) / (n + 4)
      return share * (1 - share) / (n + 4)
    }
    let half = 1.96 * variances.reduce(0, +).squareRoot() / Double(max(cells.count, 1))
    return ConfidenceInterval(low: max(0, mean - half), high: min(1, mean + half))
  }

  /// Everything that was tried in a result set, over all of it.
  static func all(_ set: ResultSet) -> [Contender] {
    let blocks = Blocks(set).all
    return unique(blocks.map(\.scheme)).flatMap { scheme in
      let asked = blocks.filter { $0.scheme == scheme }
      return Blocks.labels(of: asked).compactMap { label in
        let cells = asked.compactMap { $0.cells[label] }
        return cells.count == asked.count ? Contender(label, scheme, cells) : nil
      }
    }
  }
}

extension CellSummary {
  /// The peak of training; where nothing is trained, of evaluation.
  var heldBytes: Int? {
    let peak = peakBytes == 0 ? evaluationPeakBytes : peakBytes
    return peak.flatMap { $0 > 0 ? $0 : nil }
  }
}
