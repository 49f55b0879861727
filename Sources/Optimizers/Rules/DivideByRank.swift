import Tensors

/// `g ← g / r` for matrices, r their rank in the directions: LOZO's estimate c·UVᵀ / r.
public struct DivideByRank: UpdateRule {
  /// The directions whose rank is meant.
  public var recipe: LowRank
  /// Divides by the rank of a recipe's directions.
  public init(_ recipe: LowRank) { self.recipe = recipe }

  public func apply(_ chunk: UpdateChunk) {
    guard let rank = recipe.view(of: chunk.slice)?.rank else { return }
    Kernels.scale(chunk.gradient, by: 1 / Float(rank))
  }
}
