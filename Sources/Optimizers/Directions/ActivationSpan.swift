import Tensors
import Vocabulary

/// Matrices move inside the span of what they multiply: Δ = R·Aᵀ, everything else by a Gaussian.
///
/// A (n × r, orthonormal columns) are the leading eigenvectors of HᵀH, by three power iterations;
/// the rows of H are the layer's inputs in the pass at the weights. R (m × r) is Gaussian. The
/// gradient of a linear layer is Σ δ·xᵀ, so nothing outside of the span can matter (AGZO,
/// arXiv:2601.17261).
package struct ActivationSpan: DirectionRecipe {
  package var rank: Int
  /// Steps between looks at the inputs.
  package var refresh: Int
  /// Whether Δ is scaled so that E‖Δ‖² is m·n, the same as of a dense Gaussian direction.
  package var isAligned: Bool

  package init(rank: Int, refresh: Int = 1, isAligned: Bool = false) {
    self.rank = rank
    self.refresh = refresh
    self.isAligned = isAligned
  }

  static let iterations = 3

  package var observesInputs: Bool { true }

  /// The rank in a parameter that may be read by a linear layer; 0 of any other.
  func rank(of slice: Slice) -> Int {
    slice.kind == .matrix ? min(rank, slice.columns) : 0
  }

  /// Scratch is for the next basis and the products of a row with the present one, or rows of R.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let widest = space.slices.map { rank(of: $0) * $0.columns }.max() ?? 0
    let most = space.slices.map { rank(of: $0) }.max() ?? 0
    return [
      .floats("bases", bases(space).count, .directions),
      .floats("scratch", max(widest + most, most * ActivationDirections.pieceFloats), .scratch),
    ]
  }

  /// Where the basis of every parameter begins, and the floats of all.
  func bases(_ space: TrainedSpace) -> (starts: [Int], count: Int) {
    space.pieces { rank(of: $0) * $0.columns }
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try ActivationDirections(self, space, ledger: ledger)
  }
}

extension ActivationSpan {
  static let part = DirectionPart("activations", LowRank.Subspace.self) { h, _ in
    ActivationSpan(rank: h.rank, refresh: h.refresh)
  }
}

/// Directions during a run, with the bases of the spans.
final class ActivationDirections: LiveDirections, InputObserver {
  private let recipe: ActivationSpan
  private let space: TrainedSpace
  private let memory: Allocation
  private let bases: FloatView
  private let scratch: FloatView
  private let starts: [Int]
  private let dense: DenseDirections
  /// The parameters whose inputs were seen.
  private var known: Set<Int> = []
  private var isDue = false
  private var drawing = RandomKey(value: 0)

  static let pieceFloats = 1024

  init(_ recipe: ActivationSpan, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    starts = recipe.bases(space).starts
    memory = try recipe.blueprint(space).build(ledger)
    (bases, scratch) = (memory.floats("bases"), memory.floats("scratch"))
  }

  var inputs: (any InputObserver)? { self }
  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  private func basis(_ slice: Slice) -> Rows {
    let count = recipe.rank(of: slice) * slice.columns
    return Rows(bases.part(starts[slice.index], count), slice.columns)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    isDue = (moment.step - 1) % recipe.refresh == 0
    drawing = key.folding(.rightFactor)
  }

  func observe(_ inputs: FloatView, of weight: Slice) {
    let rank = recipe.rank(of: weight)
    guard isDue, rank > 0, space.admitted.contains(weight.index) else { return }
    let basis = basis(weight)
    Kernels.fill(basis.view, 0)
    Kernels.addDirection(
      .gaussian, 1, key: drawing, tensor: weight.index, start: 0, to: basis.view)
    let next = Rows(scratch.part(0, basis.view.count), weight.columns)
    for _ in 0..<ActivationSpan.iterations {
      Kernels.fill(next.view, 0)
      let rows = Rows(inputs, weight.columns)
      for row in 0..<rows.count {
        for k in 0..<rank {
          Kernels.add(Kernels.dot(rows[row], basis[k]), times: rows[row], to: next[k])
        }
      }
      next.orthonormalizeOrDrop()
      basis.view.copy(from: next.view)
    }
    known.insert(weight.index)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    guard known.contains(slice.index) else {
      return dense.add(scale, key: key, to: chunk, of: slice, from: start)
    }
    for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
      let piece = chunk.part(begin, min(Self.pieceFloats, chunk.count - begin))
      addPiece(scale, key, to: piece, slice, from: start + begin)
    }
  }

  private func addPiece(
    _ scale: Float, _ key: RandomKey, to piece: FloatView, _ slice: Slice, from start: Int
  ) {
    let (basis, rank) = (basis(slice), recipe.rank(of: slice))
    let factor = recipe.isAligned ? (Float(slice.columns) / Float(rank)).squareRoot() : 1
    let (first, last) = (start / slice.columns, (start + piece.count - 1) / slice.columns)
    let left = scratch.part(0, (last - first + 1) * rank)
    Kernels.fill(left, 0)
    Kernels.addDirection(
      .gaussian, scale * factor, key: key, tensor: slice.index, start: first * rank, to: left)
    for row in first...last {
      let begin = max(row * slice.columns, start)
      let count = min((row + 1) * slice.columns, start + piece.count) - begin
      for k in 0..<rank {
        Kernels.add(
          left[(row - first) * rank + k],
          times: basis[k].part(begin - row * slice.columns, count),
          to: piece.part(begin - start, count))
      }
    }
  }
}
