import CKernels

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
