import Foundation
import Tensors

/// Slopes, curvature, and the step that both ask for.
extension LogisticRegression {
  /// Fills the probabilities, the gradient and the Hessian's diagonal.
  func differentiate(_ strength: Double, _ held: Int?) {
    memory.gradient.copy(from: memory.coefficients)
    memory.diagonal.fill(1)
    for example in 0..<examples where isUsed(example, without: held) {
      normalize(example)
      let (x, label) = (row(example), Int(memory.labels[example]))
      for row in 0..<rows {
        let p = memory.probabilities[example * rows + row]
        let isRight = rows == 1 ? label == 1 : label == row
        memory.gradient.part(row * width, width)
          .add(strength * (p - (isRight ? 1 : 0)), times: x)
        addSquares(strength * p * (1 - p), x, to: memory.diagonal.part(row * width, width))
      }
    }
  }

  private func normalize(_ example: Int) {
    let scores = memory.scores.part(example * rows, rows)
    let probabilities = memory.probabilities.part(example * rows, rows)
    guard rows > 1 else {
      probabilities[0] = 1 / (1 + exp(-scores[0]))
      return
    }
    var top = -Double.infinity
    for row in 0..<rows { top = max(top, scores[row]) }
    var sum = 0.0
    for row in 0..<rows {
      probabilities[row] = exp(scores[row] - top)
      sum += probabilities[row]
    }
    for row in 0..<rows { probabilities[row] /= sum }
  }

  private func addSquares(_ factor: Double, _ x: FloatView, to target: DoubleView) {
    guard factor > 0 else { return }
    for column in 0..<width {
      let value = Double(x[column])
      target[column] += factor * value * value
    }
  }

  /// The Newton step: from conjugate gradients, or from a factor where these take too long.
  func solve(_ strength: Double, _ held: Int?) {
    let isFactored = memory.hessian.count > 0
    let steps = isFactored ? max(width / 4, 8) : Self.conjugateSteps
    if !descend(strength, held, steps), isFactored, !solveExactly(strength, held) {
      _ = descend(strength, held, Self.conjugateSteps)
    }
  }

  /// The step from conjugate gradients, the more exact the nearer the minimum is.
  ///
  /// - Returns: whether it is as exact as was asked for.
  private func descend(_ strength: Double, _ held: Int?, _ steps: Int) -> Bool {
    let (step, residual, search) = (memory.step, memory.residual, memory.search)
    step.fill(0)
    residual.fill(0)
    residual.add(-1, times: memory.gradient)
    var fall = precondition()
    search.copy(from: memory.preconditioned)
    let start = fall
    guard start > 0 else { return true }
    for _ in 0..<steps {
      curve(strength, held)
      let curvature = search.dot(memory.curved)
      guard curvature > 0, curvature.isFinite else { return false }
      let length = fall / curvature
      step.add(length, times: search)
      residual.add(-length, times: memory.curved)
      let next = precondition()
      if next <= start * max(min(1e-2, start), 1e-20) { return true }
      let ratio = next / fall
      fall = next
      for index in 0..<search.count {
        search[index] = memory.preconditioned[index] + ratio * search[index]
      }
    }
    return false
  }

  /// The residual divided by the diagonal, and its product with the residual.
  private func precondition() -> Double {
    let (residual, result) = (memory.residual, memory.preconditioned)
    for index in 0..<result.count { result[index] = residual[index] / memory.diagonal[index] }
    return residual.dot(result)
  }

  /// The Hessian's product with the search direction, from the probabilities.
  private func curve(_ strength: Double, _ held: Int?) {
    let (search, curved) = (memory.search, memory.curved)
    curved.copy(from: search)
    for example in 0..<examples where isUsed(example, without: held) {
      let (x, p) = (row(example), memory.probabilities.part(example * rows, rows))
      let products = memory.moves.part(example * rows, rows)
      var mean = 0.0
      for row in 0..<rows {
        products[row] = search.part(row * width, width).dot(x)
        mean += p[row] * products[row]
      }
      for row in 0..<rows {
        let change = p[row] * (products[row] - mean)
        curved.part(row * width, width).add(strength * change, times: x)
      }
    }
  }
}

/// The Newton step from a Cholesky factor of the Hessian, where there is memory for one.
///
/// Conjugate gradients need as many steps as features have scales; on hidden states of a language
/// model, a few of which are large and nearly constant, these can be hundreds. A factor costs
/// examples · width² / 2 once, whatever the conditioning.
extension LogisticRegression {
  /// Fills the step with −H⁻¹ · gradient.
  ///
  /// - Returns: false, with the step as it was, if rounding left no positive pivot.
  func solveExactly(_ strength: Double, _ held: Int?) -> Bool {
    assemble(strength, held)
    guard factorize() else { return false }
    let (factor, step) = (memory.hessian, memory.step)
    for row in 0..<width {
      let known = factor.part(row * width, row).dot(step.part(0, row))
      step[row] = (-memory.gradient[row] - known) / factor[row * width + row]
    }
    for row in stride(from: width - 1, through: 0, by: -1) {
      step[row] /= factor[row * width + row]
      step.part(0, row).add(-step[row], times: factor.part(row * width, row))
    }
    return true
  }

  /// The lower triangle of H = I + C · Σ p(1 − p) · x·xᵀ, from the probabilities.
  private func assemble(_ strength: Double, _ held: Int?) {
    let hessian = memory.hessian
    hessian.fill(0)
    for row in 0..<width { hessian[row * width + row] = 1 }
    for example in 0..<examples where isUsed(example, without: held) {
      let (x, p) = (row(example), memory.probabilities[example])
      let weight = strength * p * (1 - p)
      guard weight > 0 else { continue }
      for row in 0..<width {
        hessian.part(row * width, row + 1)
          .add(weight * Double(x[row]), times: x.part(0, row + 1))
      }
    }
  }

  /// H = L·Lᵀ in place, row by row.
  private func factorize() -> Bool {
    let factor = memory.hessian
    for row in 0..<width {
      for column in 0..<row {
        let known = factor.part(row * width, column).dot(factor.part(column * width, column))
        let place = row * width + column
        factor[place] = (factor[place] - known) / factor[column * width + column]
      }
      let own = factor.part(row * width, row)
      let pivot = factor[row * width + row] - own.dot(own)
      guard pivot > 0, pivot.isFinite else { return false }
      factor[row * width + row] = pivot.squareRoot()
    }
    return true
  }
}
