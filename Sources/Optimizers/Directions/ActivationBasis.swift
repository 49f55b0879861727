import Tensors
import Vocabulary

/// Matrices move by rank one inside a learnt basis of what they multiply: Z ∝ a·(Q·b)ᵀ.
///
/// Q (n × K, orthonormal columns) follows the inputs H of a layer by Oja's rule,
/// `Q ← qf(Q + η_q·HᵀH·Q / rows)` of the first `tokens` rows, so that its first columns lead. a is
/// a Gaussian of m; b is one over the first `shared` columns and over `sampled` of the others,
/// drawn for each key and layer. Z is as long as a dense Gaussian is on average, ‖Z‖² = m·n.
/// Embeddings, vectors and layers whose inputs were not seen move by a Gaussian (AIM-ZO, 2026,
/// github.com/EkkoXy/AIM-ZO).
package struct ActivationBasis: DirectionRecipe {
  /// K.
  package var columns: Int
  /// Leading columns of Q that every direction has.
  package var shared: Int
  /// Further columns of Q that a direction has, drawn for each key and layer.
  package var sampled: Int
  /// η_q.
  package var rate: Float
  /// Steps between looks at the inputs.
  package var refresh: Int
  /// Directions of a step, whose right factors are kept while a layer is walked.
  package var probes: Int
  /// Rows of inputs that are looked at.
  package var tokens: Int

  package init(
    columns: Int = 128, shared: Int = 48, sampled: Int = 16, rate: Float = 0.3, refresh: Int = 10,
    probes: Int = 15, tokens: Int = 128
  ) {
    self.columns = columns
    self.shared = shared
    self.sampled = sampled
    self.rate = rate
    self.refresh = refresh
    self.probes = probes
    self.tokens = tokens
  }

  package var isComposite: Bool { false }
  package var observesInputs: Bool { true }

  /// Columns of the basis of a parameter that may be read by a linear layer; 0 of any other.
  func columns(of slice: Slice) -> Int {
    slice.kind == .matrix ? min(columns, slice.columns) : 0
  }

  /// The bases; the next one of a layer, the right factors of a step's directions in it, b, and a
  /// piece of a left factor.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let layers = space.slices.filter { columns(of: $0) > 0 }
    let widest = layers.map(\.columns).max() ?? 0
    let next = layers.map { columns(of: $0) * $0.columns }.max() ?? 0
    return [
      .floats("bases", bases(space).count, .directions), .floats("next", next, .scratch),
      .floats("rights", probes * widest, .scratch),
      .floats("coefficients", layers.map { columns(of: $0) }.max() ?? 0, .scratch),
      .floats("left", widest > 0 ? ActivationBasisDirections.pieceRows : 0, .scratch),
    ]
  }

  /// Where the basis of every parameter begins, and the floats of all.
  func bases(_ space: TrainedSpace) -> (starts: [Int], count: Int) {
    space.pieces { columns(of: $0) * $0.columns }
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try ActivationBasisDirections(self, space, ledger: ledger)
  }
}
