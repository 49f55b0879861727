import Graphs
import Tensors
import Training
import Vocabulary

/// How fast a library multiplies matrices of given shapes, each product in one call: BLAS in f32,
/// oneDNN where they are halves.
struct ProductRate {
  /// 10⁹ floating-point operations per second over all products.
  let gflops: Double

  private static let repeats = 3

  /// - Throws: `OutOfMemory`, never without a limit.
  init(_ products: [ProductShape], inHalves: Bool = false) throws(OutOfMemory) {
    let counts = Dictionary(products.map { ($0, 1.0) }, uniquingKeysWith: +)
    var (flops, seconds) = (0.0, 0.0)
    for (shape, count) in counts {
      flops += count * shape.flops
      seconds += count * (try Self.seconds(shape, inHalves: inHalves))
    }
    gflops = seconds > 0 ? flops / seconds * 1e-9 : 0
  }

  /// The median of some repetitions, after one that is not timed.
  private static func seconds(
    _ shape: ProductShape, inHalves: Bool
  ) throws(OutOfMemory) -> Double {
    let ledger = Ledger()
    let left = try matrix(shape.rows, shape.inner, ledger)
    let right = try matrix(shape.columns, shape.inner, ledger)
    let result = try matrix(shape.rows, shape.columns, ledger)
    let target = MatrixView(result.floats, rows: shape.rows, columns: shape.columns)
    guard inHalves else {
      return Stopwatch.median(of: repeats) {
        Kernels.multiply(
          MatrixView(left.floats, rows: shape.rows, columns: shape.inner),
          MatrixView(right.floats, rows: shape.columns, columns: shape.inner).transposed,
          into: target)
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
