/// Directions that examples have for themselves: Δᵢ = U ∘ (rᵢ·sᵢᵀ), one U and signs for each.
///
/// So example i's part of a product is W·x + scale · rᵢ ∘ (U·(sᵢ ∘ x)): one product with U serves
/// all examples, and no Δᵢ is ever made. The key of Δᵢ addresses its signs.
public protocol ExamplePattern {
  /// How many outer products a direction of a matrix is the sum of, where it has no U; nil where it
  /// is U with signs turned.
  var outerProducts: Int? { get }
  /// Writes elements `start ...` of U in `slice`.
  func writePattern(into target: FloatView, of slice: Slice, from start: Int)
  /// Writes elements `0 ...` of one side of `slice`: signs, each -1 or 1, or a factor of the outer
  /// product `number`.
  func writeFactor(
    _ side: MatrixSide, _ number: Int, key: RandomKey, into target: FloatView, of slice: Slice)
}

/// What a factor of a matrix stands for: its rows (r) or its columns (s).
public enum MatrixSide: Hashable, Sendable {
  case rows, columns
}
