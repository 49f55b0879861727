import Foundation
import Tensors

/// The choice of a penalty by five folds, as scikit-learn's `LogisticRegressionCV` makes it.
struct CrossValidation: ~Copyable {
  let regression: LogisticRegression
  /// Inverse penalties: ten from 1e-4 to 1e4, evenly spaced in their logarithm.
  private let strengths = (0..<10).map { pow(10, -4 + 8 * Double($0) / 9) }
  private static let folds = 5

  init(regression: consuming LogisticRegression) { self.regression = regression }

  /// Leaves in the regression's memory the coefficients on all examples, at the strength with the
  /// best mean accuracy, the first of equal ones.
  ///
  /// - Returns: whether `stop` did not ask for the end.
  func fit(stop: () -> Bool) -> Bool {
    stratify()
    var accuracies = [Double](repeating: 0, count: strengths.count)
    for fold in 0..<Self.folds {
      regression.memory.coefficients.fill(0)
      for (place, strength) in strengths.enumerated() {
        guard regression.fit(strength: strength, without: fold, stop: stop) else { return false }
        accuracies[place] += regression.accuracy(on: fold)
      }
    }
    let best = accuracies.indices.max { (accuracies[$0], -$0) < (accuracies[$1], -$1) } ?? 0
    regression.memory.coefficients.fill(0)
    for strength in strengths[...best] {
      guard regression.fit(strength: strength, without: nil, stop: stop) else { return false }
    }
    return true
  }

  /// Puts the examples in five parts that have each class in the same share, without shuffling.
  private func stratify() {
    let (labels, folds) = (regression.memory.labels, regression.memory.folds)
    // Classes are numbered by their first example, then dealt out in the order of their numbers.
    var numbers: [Double: Int] = [:]
    for example in 0..<labels.count where numbers[labels[example]] == nil {
      numbers[labels[example]] = numbers.count
    }
    var counts = [Int](repeating: 0, count: numbers.count)
    for example in 0..<labels.count { counts[numbers[labels[example]] ?? 0] += 1 }
    let ends = counts.indices.map { counts[...$0].reduce(0, +) }
    var room = counts.indices.map { number in
      (0..<Self.folds).map { fold in
        stride(from: fold, to: labels.count, by: Self.folds)
          .count { $0 >= ends[number] - counts[number] && $0 < ends[number] }
      }
    }
    for example in 0..<labels.count {
      let number = numbers[labels[example]] ?? 0
      let fold = room[number].firstIndex { $0 > 0 } ?? 0
      room[number][fold] -= 1
      folds[example] = Double(fold)
    }
  }
}
