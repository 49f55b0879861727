import CKernels
import Vocabulary

/// A matrix inside a view: row-major, with a leading dimension.
public struct MatrixView {
  let view: FloatView
  let leading: Int
  let isTransposed: Bool
  /// Its rows.
  public let rows: Int
  /// Elements of a row.
  public let columns: Int

  /// `rows × columns`, rows `leading` elements apart, starting at `offset`.
  public init(
    _ view: FloatView, offset: Int = 0, rows: Int, columns: Int, leading: Int? = nil
  ) {
    let leading = leading ?? columns
    let used = rows > 0 ? (rows - 1) * leading + columns : 0
    self.view = view.part(offset, used)
    self.rows = rows
    self.columns = columns
    self.leading = max(leading, 1)
    isTransposed = false
  }

  private init(transposing other: MatrixView) {
    view = other.view
    leading = other.leading
    isTransposed = !other.isTransposed
    rows = other.columns
    columns = other.rows
  }

  /// The same memory read as columns × rows; for factors, not for results.
  public var transposed: MatrixView { MatrixView(transposing: self) }
}

extension Kernels {
  /// `c = alpha · a · b + beta · c`: the same bits on every processor and any number of threads.
  public static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: MatrixView, alpha: Float = 1, beta: Float = 0
  ) {
    unsafe zo_gemm(product(a, b, into: c, alpha: alpha, beta: beta))
  }

  /// The same by OpenBLAS, the yardstick of benchmarks; `blas` must have been found.
  package static func multiplyByBLAS(_ a: MatrixView, _ b: MatrixView, into c: MatrixView) {
    let done = unsafe zo_gemm_blas(product(a, b, into: c, alpha: 1, beta: 0))
    precondition(done != 0, "OpenBLAS was not found")
  }

  /// The OpenBLAS that is installed, such as `OpenBLAS for SkylakeX`; nil without one.
  package static var blas: String? {
    let text = unsafe String(cString: zo_blas_description())
    return text.isEmpty ? nil : text
  }

  private static func product(
    _ a: MatrixView, _ b: MatrixView, into c: MatrixView, alpha: Float, beta: Float
  ) -> zo_product {
    precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
    precondition(!c.isTransposed, "a result cannot be transposed")
    return unsafe zo_product(
      transpose_a: a.isTransposed ? 1 : 0, transpose_b: b.isTransposed ? 1 : 0, m: a.rows,
      n: b.columns, k: a.columns, alpha: alpha, a: a.view.base, lda: a.leading, b: b.view.base,
      ldb: b.leading, beta: beta, c: c.view.base, ldc: c.leading)
  }
}

/// A matrix `factor · L·C·R` of low rank that exists in its factors only.
///
/// L and R are `rank` vectors each, one after another, as long as the side that they span. Without
/// L the core is rows × rank, without R it is rank × columns; with both it is rank × rank or, if it
/// is diagonal, `rank` numbers.
@safe package struct FactoredMatrix {
  private let product: zo_low_rank

  /// Ranks that a matrix can have at most.
  package static let mostRank = Int(ZO_RANKS)

  /// The matrix of factors that are in memory and stay there; see the type for their sizes.
  package init(
    rows: Int, columns: Int, rank: Int, left: FloatView?, core: FloatView, right: FloatView?,
    isDiagonal: Bool = false, factor: Float = 1
  ) {
    precondition(rows > 0 && columns > 0 && rank > 0 && rank <= Self.mostRank)
    precondition((left != nil || right != nil) && (left?.count ?? rank * rows) == rank * rows)
    precondition((right?.count ?? rank * columns) == rank * columns, "R has another size")
    let both = isDiagonal ? rank : rank * rank
    let size = left == nil ? rows * rank : right == nil ? rank * columns : both
    precondition(core.count == size, "C has another size")
    unsafe product = unsafe zo_low_rank(
      rows: rows, columns: columns, rank: rank, diagonal: isDiagonal ? 1 : 0, factor: factor,
      left: left?.base, core: core.base, right: right?.base)
  }

  /// `target += scale · elements`, from element `start` on.
  ///
  /// An element's sum runs over the rank in its order, so it has the same bits in every part.
  package func add(_ scale: Float, to target: FloatView, from start: Int) {
    unsafe precondition(
      start >= 0 && start + target.count <= product.rows * product.columns, "part out of bounds")
    unsafe Kernels.table.low_rank_add(target.count, product, scale, start, target.base)
  }
}

/// A packed row-major matrix of bf16 in scratch memory: a factor of a product.
package struct HalfMatrix {
  let view: WeightView
  /// Its rows.
  package let rows: Int
  /// Elements of a row.
  package let columns: Int

  /// The bf16 values that `rows × columns` floats round to, kept in `scratch`.
  ///
  /// To nearest, ties to even. It takes `HalfMatrix.floats(rows, columns)` floats of scratch.
  package init(rounding values: FloatView, rows: Int, columns: Int, in scratch: FloatView) {
    precondition(values.count == rows * columns, "not a matrix of this shape")
    view = scratch.halves.part(0, values.count)
    (self.rows, self.columns) = (rows, columns)
    Kernels.narrow(values, into: view)
  }

  /// Rows of bf16 values that are rounded already.
  package init(_ values: WeightView, columns: Int) {
    precondition(values.format == .bf16 && values.count % columns == 0, "not rows of bf16")
    (view, rows, self.columns) = (values, values.count / columns, columns)
  }

  /// 32-bit floats of scratch for so many elements.
  package static func floats(_ rows: Int, _ columns: Int) -> Int { (rows * columns + 1) / 2 }
}

extension FloatView {
  /// The floats as weights that are stored so.
  package var stored: WeightView { unsafe WeightView(base, format: .f32, count: count) }

  /// The same memory as twice as many bf16 values.
  package var halves: WeightView { unsafe WeightView(base, format: .bf16, count: 2 * count) }
}

extension Kernels {
  /// `c = a · bᵀ` with sums of f32; `Compute.bf16` must have been checked.
  package static func multiply(_ a: HalfMatrix, transposed b: HalfMatrix, into c: MatrixView) {
    precondition(a.columns == b.columns && c.rows == a.rows && c.columns == b.rows)
    precondition(!c.isTransposed, "a result cannot be transposed")
    let done = unsafe zo_gemm_bf16(
      0, 1, a.rows, b.rows, a.columns, 1, a.view.base.assumingMemoryBound(to: UInt16.self),
      a.columns, b.view.base.assumingMemoryBound(to: UInt16.self), b.columns, 0, c.view.base,
      c.leading)
    precondition(done != 0, "products in bf16 were not checked")
  }
}
