import Tensors
import Vocabulary

/// The memory in which a probe is fitted: one buffer, in parts.
///
/// It holds eight vectors of coefficients, three tables of a number per example and row, a label
/// and a fold per example, and for two classes of at most 1024 features a Hessian.
package struct ProbeMemory: ~Copyable {
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
  private let buffer: Buffer

  private static let vectors = 8
  /// Beyond it a factor costs more than conjugate gradients ever do.
  private static let widest = 1024

  package init(
    examples: Int, width: Int, classes: Int, ledger: Ledger
  ) throws(OutOfMemory) {
    let bytes = Self.byteCount(examples: examples, width: width, classes: classes)
    buffer = try Buffer(byteCount: bytes, in: .scratch, of: ledger)
    var start = 0
    let all = buffer.doubles
    func take(_ count: Int) -> DoubleView {
      defer { start += count }
      return all.part(start, count)
    }
    let rows = Self.rows(classes)
    (labels, folds) = (take(examples), take(examples))
    (scores, probabilities) = (take(examples * rows), take(examples * rows))
    moves = take(examples * rows)
    (coefficients, gradient) = (take(rows * width), take(rows * width))
    (step, residual) = (take(rows * width), take(rows * width))
    (search, curved) = (take(rows * width), take(rows * width))
    (diagonal, preconditioned) = (take(rows * width), take(rows * width))
    hessian = take(Self.hessianCount(width: width, classes: classes))
  }

  /// Rows of coefficients: one for two classes, else one per class.
  static func rows(_ classes: Int) -> Int { classes == 2 ? 1 : classes }

  private static func hessianCount(width: Int, classes: Int) -> Int {
    classes == 2 && width <= widest ? width * width : 0
  }

  static func byteCount(examples: Int, width: Int, classes: Int) -> Int {
    let rows = rows(classes)
    return MemoryLayout<Double>.stride
      * (2 * examples + 3 * examples * rows + vectors * rows * width
        + hessianCount(width: width, classes: classes))
  }
}
