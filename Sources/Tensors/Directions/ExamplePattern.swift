/// Directions that examples have for themselves: Δᵢ = U ∘ (rᵢ·sᵢᵀ), one U and signs for each.
///
/// So example i's part of a product is W·x + scale · rᵢ ∘ (U·(sᵢ ∘ x)): one product with U serves
/// all examples, and no Δᵢ is ever made. The key of Δᵢ addresses its signs.
public protocol ExamplePattern {
  /// Writes elements `start ...` of U in `slice`.
  func writePattern(into target: FloatView, of slice: Slice, from start: Int)
  /// Writes elements `0 ...` of the signs of one side of `slice`, each -1 or 1.
  func writeSigns(_ side: MatrixSide, key: RandomKey, into target: FloatView, of slice: Slice)
}

/// What the signs of a matrix stand for: its rows (r) or its columns (s).
public enum MatrixSide: Hashable, Sendable {
  case rows, columns
}
