import Foundation
import Statistics
import Vocabulary

/// The least development loss until so many passes, of a cell's chosen trials in the mean.
struct LossPath {
  /// Ascending passes, descending losses.
  let points: [(passes: Double, loss: Double)]

  /// Nil without a finite loss.
  init?(_ cell: CellResults) {
    let trials = cell.chosenTrials
    guard let first = trials.first else { return nil }
    var least = Double.infinity
    points = first.dev.compactMap { point in
      let losses = trials.compactMap { trial in
        trial.dev.first { $0.step == point.step }?.loss
      }
      guard point.step > 0, losses.count == trials.count, let mean = Moments(losses).mean else {
        return nil
      }
      least = min(least, mean)
      return (Double(point.step) * first.passesPerStep, least)
    }
    if points.isEmpty { return nil }
  }

  /// The whole budget.
  var end: (passes: Double, loss: Double) { points[points.count - 1] }

  /// The passes after which the loss is first so low; nil where it never is.
  ///
  /// Between two evaluations the loss is taken to fall evenly; before the first one nothing is
  /// known, and it counts as reached there.
  func passes(toReach loss: Double) -> Double? {
    guard let index = points.firstIndex(where: { $0.loss <= loss }) else { return nil }
    guard index > 0 else { return points[0].passes }
    let (before, after) = (points[index - 1], points[index])
    let share = (before.loss - loss) / (before.loss - after.loss)
    return before.passes + share * (after.passes - before.passes)
  }
}

/// How many times fewer passes a method takes to the loss that the baseline ends with.
struct SpeedUp {
  var factor: Double
  /// Whether the method never came there, so that its factor is below this one.
  var isBound: Bool

  init(factor: Double, isBound: Bool) {
    (self.factor, self.isBound) = (factor, isBound)
  }

  /// Nil where one of the two has no losses.
  init?(of cell: CellResults, over base: CellResults) {
    guard let own = LossPath(cell), let other = LossPath(base),
      let most = other.passes(toReach: other.end.loss)
    else { return nil }
    let passes = own.passes(toReach: other.end.loss)
    factor = most / (passes ?? own.end.passes)
    isBound = passes == nil
  }

  /// The median over blocks, of two the geometric mean; a bound where one of them is.
  static func median(_ all: [SpeedUp]) -> SpeedUp? {
    guard !all.isEmpty else { return nil }
    let sorted = all.sorted { ($0.factor, $1.isBound ? 1 : 0) < ($1.factor, $0.isBound ? 1 : 0) }
    let middle = [sorted[(all.count - 1) / 2], sorted[all.count / 2]]
    return SpeedUp(
      factor: (middle[0].factor * middle[1].factor).squareRoot(),
      isBound: middle.contains(where: \.isBound))
  }

  /// `1.50×`, or `< 0.80×`.
  var text: String { (isBound ? "< " : "") + NumberText.fixed(factor, 2) + "×" }
}
