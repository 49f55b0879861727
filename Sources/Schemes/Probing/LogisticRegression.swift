import Foundation
import Tensors

/// Multinomial logistic regression with an L2 penalty and no intercept, fitted exactly.
///
/// `½‖W‖² + C · Σ cross-entropy`, as scikit-learn's `LogisticRegression(fit_intercept=False)`: one
/// vector for two classes, a row per class for more.
struct LogisticRegression {
  /// Examples × width, row-major.
  let features: FloatView
  let width: Int
  /// The class of each example, 0 ..< classes.
  let labels: [Int]
  let classes: Int

  /// Rows of coefficients: one for two classes, else one per class.
  var rows: Int { classes == 2 ? 1 : classes }

  /// The coefficients at inverse penalty `strength`, from those of a neighbouring problem.
  func fitted(
    strength: Double, on examples: [Int], from start: [Double]? = nil
  ) -> [Double] {
    let start = start ?? [Double](repeating: 0, count: rows * width)
    return LimitedMemoryDescent().minimum(from: start) { objective($0, strength, examples) }
  }

  /// The share of `examples` whose most probable class is theirs.
  func accuracy(_ coefficients: [Double], on examples: [Int]) -> Double {
    let right = examples.filter { example in
      let scores = scores(coefficients, example)
      if rows == 1 { return (scores[0] > 0 ? 1 : 0) == labels[example] }
      return scores.indices.max { scores[$0] < scores[$1] } == labels[example]
    }
    return Double(right.count) / Double(max(examples.count, 1))
  }

  private func scores(_ coefficients: [Double], _ example: Int) -> [Double] {
    let x = features.part(example * width, width)
    return (0..<rows).map { row in
      var sum = 0.0
      for column in 0..<width { sum += coefficients[row * width + column] * Double(x[column]) }
      return sum
    }
  }

  private func objective(
    _ w: [Double], _ strength: Double, _ examples: [Int]
  ) -> LimitedMemoryDescent.Value {
    var value = w.reduce(0) { $0 + $1 * $1 } / 2
    var gradient = w
    for example in examples {
      let (loss, slopes) = slopes(scores(w, example), labels[example])
      value += strength * loss
      let x = features.part(example * width, width)
      for row in 0..<rows {
        let slope = strength * slopes[row]
        for column in 0..<width { gradient[row * width + column] += slope * Double(x[column]) }
      }
    }
    return (value, gradient)
  }

  /// An example's cross-entropy and its derivative by each score.
  private func slopes(_ scores: [Double], _ label: Int) -> (loss: Double, slopes: [Double]) {
    // Two classes have scores ±s/2, whose difference is s.
    let all = rows == 1 ? [0, scores[0]] : scores
    let top = all.max() ?? 0
    let exponentials = all.map { exp($0 - top) }
    let sum = exponentials.reduce(0, +)
    var slopes = exponentials.map { $0 / sum }
    slopes[label] -= 1
    return (top + log(sum) - all[label], rows == 1 ? [slopes[1]] : slopes)
  }
}
