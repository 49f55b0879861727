import CKernels

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
  /// `c = alpha · a · b + beta · c`.
  public static func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: MatrixView, alpha: Float = 1, beta: Float = 0
  ) {
    precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns)
    precondition(!c.isTransposed, "a result cannot be transposed")
    unsafe zo_gemm(
      a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, a.rows, b.columns, a.columns, alpha,
      a.view.base, a.leading, b.view.base, b.leading, beta, c.view.base, c.leading)
  }
}
