import Tensors
import Vocabulary

/// The memory in which a probe is fitted.
package struct ProbeMemory {
  package let labels: DoubleView
  let folds: DoubleView
  /// Of every example by row, at the coefficients.
  let scores: DoubleView
  let probabilities: DoubleView
  /// What a step adds to the scores; products of the curvature on the way.
  let moves: DoubleView
  package let coefficients: DoubleView
  let gradient: DoubleView
  let step: DoubleView
  let residual: DoubleView
  let search: DoubleView
  let curved: DoubleView
  let diagonal: DoubleView
  let preconditioned: DoubleView
  /// Width × width, or nothing.
  let hessian: DoubleView
  private let memory: Allocation

  /// Beyond it a factor costs more than conjugate gradients ever do.
  private static let widest = 1024

  package init(
    examples: Int, width: Int, classes: Int, ledger: Ledger
  ) throws(OutOfMemory) {
    memory = try Self.blueprint(examples: examples, width: width, classes: classes).build(ledger)
    (labels, folds) = (memory.doubles("labels"), memory.doubles("folds"))
    (scores, probabilities) = (memory.doubles("scores"), memory.doubles("probabilities"))
    (moves, coefficients) = (memory.doubles("moves"), memory.doubles("coefficients"))
    (gradient, step) = (memory.doubles("gradient"), memory.doubles("step"))
    (residual, search) = (memory.doubles("residual"), memory.doubles("search"))
    (curved, diagonal) = (memory.doubles("curved"), memory.doubles("diagonal"))
    preconditioned = memory.doubles("preconditioned")
    hessian = memory.doubles("hessian")
  }

  /// A label and a fold per example, three tables of a number per example and row, eight vectors of
  /// coefficients, and for two classes of at most 1024 features a Hessian.
  static func blueprint(examples: Int, width: Int, classes: Int) -> Blueprint {
    let rows = rows(classes)
    let isSmall = classes == 2 && width <= widest
    func blocks(_ names: [String], _ count: Int) -> Blueprint {
      Blueprint(names.map { .doubles($0, count, .scratch) })
    }
    return blocks(["labels", "folds"], examples)
      + blocks(["scores", "probabilities", "moves"], examples * rows)
      + blocks(
        [
          "coefficients", "gradient", "step", "residual", "search", "curved", "diagonal",
          "preconditioned",
        ], rows * width)
      + blocks(["hessian"], isSmall ? width * width : 0)
  }

  /// Rows of coefficients: one for two classes, else one per class.
  static func rows(_ classes: Int) -> Int { classes == 2 ? 1 : classes }
}
