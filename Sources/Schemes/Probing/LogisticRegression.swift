import Foundation
import Tensors

/// Multinomial logistic regression with an L2 penalty and no intercept, fitted exactly.
///
/// `½‖W‖² + C · Σ cross-entropy`, as scikit-learn's `LogisticRegression(fit_intercept=False)`: one
/// vector for two classes, a row per class for more. The minimum is found by Newton steps, each by
/// conjugate gradients on the Hessian (Nocedal and Wright, Numerical Optimization, 2006, algorithm
/// 7.1) scaled by its diagonal, as if features were standardized: the penalty stays what it is. Two
/// classes of few features have an exact step where conjugate gradients would take long.
package struct LogisticRegression: ~Copyable {
  /// Examples × width, row-major.
  let features: FloatView
  let width: Int
  let classes: Int
  package let memory: ProbeMemory

  /// A distance to the minimum, of the coefficients' length or of 1, at which the search ends.
  private static let tolerance = 1e-7
  private static let newtonSteps = 100
  static let conjugateSteps = 400

  package init(
    features: FloatView, width: Int, classes: Int, memory: ProbeMemory
  ) {
    (self.features, self.width, self.classes) = (features, width, classes)
    self.memory = memory
  }

  var rows: Int { ProbeMemory.rows(classes) }
  var examples: Int { memory.labels.count }

  /// Moves the coefficients to the minimum at inverse penalty `strength`, from where they are.
  ///
  /// - Parameter held: the fold that is left out; nil is none.
  /// - Returns: whether `stop` did not ask for the end.
  package func fit(strength: Double, without held: Int?, stop: () -> Bool) -> Bool {
    score(memory.coefficients, into: memory.scores)
    var value = objective(strength, held, movedBy: 0)
    for _ in 0..<Self.newtonSteps {
      if stop() { return false }
      differentiate(strength, held)
      solve(strength, held)
      let decrement = -memory.gradient.dot(memory.step)
      // The curvature is at least one: the minimum is no farther than √decrement.
      let size = 1 + memory.coefficients.dot(memory.coefficients).squareRoot()
      let isDone = decrement <= Self.tolerance * Self.tolerance * size * size
      score(memory.step, into: memory.moves)
      guard let (length, lower) = search(strength, held, value, decrement) else { return true }
      memory.coefficients.add(length, times: memory.step)
      score(memory.coefficients, into: memory.scores)
      value = lower
      if isDone { return true }
    }
    return true
  }

  /// The share of the examples in `fold` whose most probable class is theirs.
  func accuracy(on fold: Int) -> Double {
    var (right, count) = (0, 0)
    for example in 0..<examples where Int(memory.folds[example]) == fold {
      let scores = memory.scores.part(example * rows, rows)
      var best = rows == 1 ? (scores[0] > 0 ? 1 : 0) : 0
      for row in 1..<max(rows, 1) where scores[row] > scores[best] { best = row }
      right += Double(best) == memory.labels[example] ? 1 : 0
      count += 1
    }
    return Double(right) / Double(max(count, 1))
  }

  func row(_ example: Int) -> FloatView { features.part(example * width, width) }

  func isUsed(_ example: Int, without held: Int?) -> Bool {
    held.map { Double($0) != memory.folds[example] } ?? true
  }

  /// The scores of all examples that `coefficients` give.
  private func score(_ coefficients: DoubleView, into scores: DoubleView) {
    for example in 0..<examples {
      let x = row(example)
      for row in 0..<rows {
        scores[example * rows + row] = coefficients.part(row * width, width).dot(x)
      }
    }
  }

  /// The function `length` steps on.
  private func objective(_ strength: Double, _ held: Int?, movedBy length: Double) -> Double {
    let (w, p) = (memory.coefficients, memory.step)
    var value = w.dot(w)
    if length != 0 { value += 2 * length * w.dot(p) + length * length * p.dot(p) }
    var losses = 0.0
    for example in 0..<examples where isUsed(example, without: held) {
      losses += loss(example, movedBy: length)
    }
    return value / 2 + strength * losses
  }

  /// An example's cross-entropy; two classes have scores ±s/2, whose difference is s.
  private func loss(_ example: Int, movedBy length: Double) -> Double {
    func score(_ row: Int) -> Double {
      let place = example * rows + row
      return memory.scores[place] + (length == 0 ? 0 : length * memory.moves[place])
    }
    let label = Int(memory.labels[example])
    if rows == 1 {
      let margin = label == 1 ? score(0) : -score(0)
      return max(-margin, 0) + log1p(exp(-abs(margin)))
    }
    var top = -Double.infinity
    for row in 0..<rows { top = max(top, score(row)) }
    var sum = 0.0
    for row in 0..<rows { sum += exp(score(row) - top) }
    return top + log(sum) - score(label)
  }

  /// How far to go along the step, halving until the function falls; nil when it does not.
  private func search(
    _ strength: Double, _ held: Int?, _ value: Double, _ decrement: Double
  ) -> (length: Double, value: Double)? {
    guard decrement > 0 else { return nil }
    var length = 1.0
    // Near the minimum a fall is smaller than what the sum's last digits can show.
    let rounding = 1e-13 * abs(value)
    for _ in 0..<40 {
      let there = objective(strength, held, movedBy: length)
      if there <= value - 1e-4 * length * decrement + rounding { return (length, there) }
      length /= 2
    }
    return nil
  }
}
