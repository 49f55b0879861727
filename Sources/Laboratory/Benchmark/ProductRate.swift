import Graphs
import Tensors
import Training
import Vocabulary

/// How fast matrices of given shapes are multiplied, each product in one call.
struct ProductRate {
  /// What multiplies.
  enum Multiplier {
    /// The program's own kernels.
    case own
    /// OpenBLAS, which must be there.
    case blas
    /// oneDNN, in halves.
    case half
  }

  /// 10⁹ floating-point operations per second over all products.
  let gflops: Double

  private static let repeats = 3

  /// - Throws: `OutOfMemory`, never without a limit.
  init(_ products: [ProductShape], by multiplier: Multiplier) throws(OutOfMemory) {
    let counts = Dictionary(products.map { ($0, 1.0) }, uniquingKeysWith: +)
    var (flops, seconds) = (0.0, 0.0)
    for (shape, count) in counts {
      flops += count * shape.flops
      seconds += count * (try Self.seconds(shape, multiplier))
    }
    gflops = seconds > 0 ? flops / seconds * 1e-9 : 0
  }

  /// The median of some repetitions, after one that is not timed.
  private static func seconds(
    _ shape: ProductShape, _ multiplier: Multiplier
  ) throws(OutOfMemory) -> Double {
    let ledger = Ledger()
    let left = try matrix(shape.rows, shape.inner, ledger)
    let right = try matrix(shape.columns, shape.inner, ledger)
    let result = try matrix(shape.rows, shape.columns, ledger)
    let target = MatrixView(result.floats, rows: shape.rows, columns: shape.columns)
    guard multiplier == .half else {
      let a = MatrixView(left.floats, rows: shape.rows, columns: shape.inner)
      let b = MatrixView(right.floats, rows: shape.columns, columns: shape.inner).transposed
      return Stopwatch.median(of: repeats) {
        if multiplier == .blas {
          Kernels.multiplyByBLAS(a, b, into: target)
        } else {
          Kernels.multiply(a, b, into: target)
        }
      }
    }
    let a = try matrix(1, HalfMatrix.floats(shape.rows, shape.inner), ledger)
    let b = try matrix(1, HalfMatrix.floats(shape.columns, shape.inner), ledger)
    let x = HalfMatrix(
      rounding: left.floats, rows: shape.rows, columns: shape.inner, in: a.floats)
    let w = HalfMatrix(
      rounding: right.floats, rows: shape.columns, columns: shape.inner, in: b.floats)
    return Stopwatch.median(of: repeats) { Kernels.multiply(x, transposed: w, into: target) }
  }

  /// Ones: sums of zeros would be no faster, but nobody has to know that.
  private static func matrix(
    _ rows: Int, _ columns: Int, _ ledger: Ledger
  ) throws(OutOfMemory) -> Buffer {
    let buffer = try Buffer(floats: rows * columns, in: .scratch, of: ledger)
    Kernels.fill(buffer.floats, 1)
    return buffer
  }
}
