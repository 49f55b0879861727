import Tensors

/// A matrix row by row; products sum in one order, whatever the number of threads.
struct Rows {
  let view: FloatView
  let columns: Int

  init(_ view: FloatView, _ columns: Int) {
    self.view = view
    self.columns = columns
  }

  var count: Int { view.count / max(columns, 1) }

  subscript(row: Int) -> FloatView { view.part(row * columns, columns) }

  /// `self += scale · a · b`.
  func addProduct(_ scale: Float, _ a: Rows, _ b: Rows) {
    for i in 0..<count {
      for k in 0..<b.count { Kernels.add(scale * a[i][k], times: b[k], to: self[i]) }
    }
  }
}

/// Orthonormal rows by modified Gram–Schmidt, twice, with sums in double precision.
extension Rows {
  /// Every length on the diagonal is positive, so Gaussian rows become uniform (Haar).
  func orthonormalize() {
    for i in 0..<count {
      separate(i)
      let length = Kernels.sumOfSquares(self[i]).squareRoot()
      Kernels.scale(self[i], by: Float(1 / length))
    }
  }

  /// The same, where a row that depends on those before it becomes zero.
  func orthonormalizeOrDrop() {
    for i in 0..<count {
      let before = Kernels.sumOfSquares(self[i])
      separate(i)
      let square = Kernels.sumOfSquares(self[i])
      let isLost = !(square > 1e-10 * before)
      Kernels.scale(self[i], by: isLost ? 0 : Float(1 / square.squareRoot()))
    }
  }

  /// Takes out of a row what it shares with those before it.
  private func separate(_ i: Int) {
    for _ in 0..<2 {
      for j in 0..<i {
        Kernels.add(-Float(Kernels.sumOfProducts(self[i], self[j])), times: self[j], to: self[i])
      }
    }
  }
}
