import Tensors

/// `g ← g / r` for matrices, r their rank in the directions: LOZO's estimate c·UVᵀ / r.
package struct DivideByRank: UpdateRule {
  /// The directions whose rank is meant.
  package var recipe: LowRank
  /// Divides by the rank of a recipe's directions.
  package init(_ recipe: LowRank) { self.recipe = recipe }

  package func apply(_ chunk: UpdateChunk) {
    guard let rank = recipe.view(of: chunk.slice)?.rank else { return }
    Kernels.scale(chunk.gradient, by: 1 / Float(rank))
  }
}
