import CKernels
import Vocabulary

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

  /// 32-bit floats of scratch for so many elements.
  package static func floats(_ rows: Int, _ columns: Int) -> Int { (rows * columns + 1) / 2 }
}

extension FloatView {
  /// The same memory as twice as many bf16 values.
  var halves: WeightView { unsafe WeightView(base, format: .bf16, count: 2 * count) }
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
