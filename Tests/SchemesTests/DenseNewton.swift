import Foundation

/// Logistic regression by Newton's method with the whole Hessian: a slow, plain reference.
struct DenseNewton {
  private let features: [Double]
  private let width: Int
  private let labels: [Int]
  private let rows: Int

  init(_ features: [Double], _ width: Int, _ labels: [Int], _ classes: Int) {
    self.features = features
    self.width = width
    self.labels = labels
    rows = classes == 2 ? 1 : classes
  }

  /// The coefficients at inverse penalty `strength`.
  func minimum(strength: Double) -> [Double] {
    var w = [Double](repeating: 0, count: rows * width)
    for _ in 0..<200 {
      let (value, gradient, hessian) = derivatives(w, strength)
      let step = Self.solution(hessian, gradient)
      let fall = zip(step, gradient).map(*).reduce(0, +)
      if fall < 1e-24 { break }
      var length = 1.0
      func moved() -> [Double] { zip(w, step).map { $0 - length * $1 } }
      while derivatives(moved(), strength).value > value - 1e-4 * length * fall, length > 1e-9 {
        length /= 2
      }
      w = moved()
    }
    return w
  }

  private func derivatives(
    _ w: [Double], _ strength: Double
  ) -> (value: Double, gradient: [Double], hessian: [[Double]]) {
    var value = w.map { $0 * $0 }.reduce(0, +) / 2
    var gradient = w
    var hessian = w.indices.map { row in w.indices.map { $0 == row ? 1.0 : 0 } }
    for (example, label) in labels.enumerated() {
      let x = features[example * width..<(example + 1) * width].map { $0 }
      var scores = (0..<rows).map { row in
        zip(x, w[row * width..<(row + 1) * width]).map(*).reduce(0, +)
      }
      if rows == 1 { scores = [0, scores[0]] }
      let top = scores.max() ?? 0
      let sum = scores.map { exp($0 - top) }.reduce(0, +)
      let p = scores.map { exp($0 - top) / sum }
      value += strength * (top + log(sum) - scores[label])
      let first = rows == 1 ? 1 : 0
      for a in 0..<rows {
        let slope = p[a + first] - (a + first == label ? 1 : 0)
        for i in x.indices { gradient[a * width + i] += strength * slope * x[i] }
        for b in 0..<rows {
          let bend = p[a + first] * ((a == b ? 1 : 0) - p[b + first])
          for i in x.indices {
            for j in x.indices {
              hessian[a * width + i][b * width + j] += strength * bend * x[i] * x[j]
            }
          }
        }
      }
    }
    return (value, gradient, hessian)
  }

  /// The solution of `a · x = b` by elimination with pivots.
  private static func solution(_ a: [[Double]], _ b: [Double]) -> [Double] {
    var (a, b) = (a, b)
    for column in b.indices {
      let pivot = (column..<b.count).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      b.swapAt(column, pivot)
      for row in (column + 1)..<max(b.count, column + 1) {
        let factor = a[row][column] / a[column][column]
        for index in column..<b.count { a[row][index] -= factor * a[column][index] }
        b[row] -= factor * b[column]
      }
    }
    for row in b.indices.reversed() {
      for index in (row + 1)..<max(b.count, row + 1) { b[row] -= a[row][index] * b[index] }
      b[row] /= a[row][row]
    }
    return b
  }
}
