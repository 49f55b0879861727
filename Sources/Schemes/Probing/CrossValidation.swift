import Foundation

/// The choice of a penalty by five folds, as scikit-learn's `LogisticRegressionCV` makes it.
struct CrossValidation {
  let regression: LogisticRegression
  /// Inverse penalties: ten from 1e-4 to 1e4, evenly spaced in their logarithm.
  private let strengths = (0..<10).map { pow(10, -4 + 8 * Double($0) / 9) }
  private static let folds = 5

  /// The coefficients on all examples at the strength with the best mean accuracy, the first of
  /// equal ones.
  ///
  /// Nil when `stop` asks for the end.
  func fitted(stop: () -> Bool) -> [Double]? {
    let folds = stratified()
    let everything = Array(regression.labels.indices)
    var accuracies = [Double](repeating: 0, count: strengths.count)
    var start: [Double]?
    for fold in folds where !fold.isEmpty {
      let held = Set(fold)
      let rest = everything.filter { !held.contains($0) }
      start = nil
      for (place, strength) in strengths.enumerated() {
        if stop() { return nil }
        let coefficients = regression.fitted(strength: strength, on: rest, from: start)
        accuracies[place] += regression.accuracy(coefficients, on: fold)
        start = coefficients
      }
    }
    let best = accuracies.indices.max {
      (accuracies[$0], -$0) < (accuracies[$1], -$1)
    }
    return regression.fitted(strength: strengths[best ?? 0], on: everything, from: start)
  }

  /// Examples in five parts that have each class in the same share, without shuffling.
  private func stratified() -> [[Int]] {
    let labels = regression.labels
    // Classes are numbered by their first example, then dealt out in the order of their numbers.
    var numbers: [Int: Int] = [:]
    for label in labels where numbers[label] == nil { numbers[label] = numbers.count }
    let encoded = labels.map { numbers[$0] ?? 0 }
    let sorted = encoded.sorted()
    var folds = [[Int]](repeating: [], count: Self.folds)
    for number in 0..<numbers.count {
      let members = encoded.indices.filter { encoded[$0] == number }
      var next = 0
      for fold in folds.indices {
        let count = stride(from: fold, to: sorted.count, by: Self.folds)
          .reduce(0) { $0 + (sorted[$1] == number ? 1 : 0) }
        folds[fold] += members[next..<next + count]
        next += count
      }
    }
    return folds
  }
}
