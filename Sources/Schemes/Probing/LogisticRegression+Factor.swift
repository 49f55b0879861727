import Foundation
import Tensors

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
