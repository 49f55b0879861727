import Tensors
import Vocabulary

/// Matrices move by rank one inside a learned basis of what they multiply: Z ∝ a·(Q·b)ᵀ.
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

/// Directions in learned bases during a run.
final class ActivationBasisDirections: LiveDirections, InputObserver {
  /// The right factor of a direction in a layer, and what makes the direction as long as it is.
  private struct Right {
    var key: RandomKey
    var slice: Int
    var place: Int
    var factor: Float
  }

  private let recipe: ActivationBasis
  private let space: TrainedSpace
  private let memory: Allocation
  private let bases: FloatView
  private let next: FloatView
  private let rights: FloatView
  private let coefficients: FloatView
  private let left: FloatView
  private let starts: [Int]
  private let dense: DenseDirections
  /// The parameters whose inputs were seen.
  private var seen: Set<Int> = []
  private var known: [Right] = []
  private var oldest = 0
  private var isDue = false
  private var drawing = RandomKey(value: 0)

  /// Rows of a left factor that are made at once.
  static let pieceRows = 1024

  init(
    _ recipe: ActivationBasis, _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    starts = recipe.bases(space).starts
    memory = try recipe.blueprint(space).build(ledger)
    (bases, next) = (memory.floats("bases"), memory.floats("next"))
    (rights, coefficients) = (memory.floats("rights"), memory.floats("coefficients"))
    left = memory.floats("left")
  }

  var inputs: (any InputObserver)? { self }
  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  /// Qᵀ: its rows are the basis.
  private func basis(_ slice: Slice) -> Rows {
    let count = recipe.columns(of: slice) * slice.columns
    return Rows(bases.part(starts[slice.index], count), slice.columns)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    isDue = (moment.step - 1) % recipe.refresh == 0
    drawing = key.folding(.rightFactor)
    forget()
  }

  private func forget() {
    known = []
    oldest = 0
  }

  func observe(_ inputs: FloatView, of weight: Slice) {
    let columns = recipe.columns(of: weight)
    guard isDue, columns > 0, space.admitted.contains(weight.index) else { return }
    forget()
    let basis = basis(weight)
    if seen.insert(weight.index).inserted { draw(basis, weight) }
    let rows = Rows(inputs, weight.columns)
    let next = Rows(next.part(0, basis.view.count), weight.columns)
    next.view.copy(from: basis.view)
    let count = min(rows.count, recipe.tokens)
    let rate = recipe.rate / Float(max(count, 1))
    Parallel.forEach(columns) { k in
      for row in 0..<count {
        Kernels.add(rate * Kernels.dot(rows[row], basis[k]), times: rows[row], to: next[k])
      }
    }
    next.orthonormalizeOrDrop()
    basis.view.copy(from: next.view)
  }

  private func draw(_ basis: Rows, _ slice: Slice) {
    Kernels.fill(basis.view, 0)
    Kernels.addDirection(
      .gaussian, 1, key: drawing, tensor: slice.index, start: 0, to: basis.view)
    basis.orthonormalizeOrDrop()
  }
}

extension ActivationBasisDirections {
  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    guard seen.contains(slice.index), chunk.count > 0 else {
      return dense.add(scale, key: key, to: chunk, of: slice, from: start)
    }
    let right = right(key, slice)
    let factor = factor(right.place, slice)
    let (first, last) = (start / slice.columns, (start + chunk.count - 1) / slice.columns)
    for begin in stride(from: first, through: last, by: Self.pieceRows) {
      let rows = begin..<min(begin + Self.pieceRows, last + 1)
      let left = left(key, slice, rows)
      for row in rows {
        let from = max(row * slice.columns, start)
        let count = min((row + 1) * slice.columns, start + chunk.count) - from
        Kernels.add(
          scale * (right.factor * left[row - begin]),
          times: factor.part(from - row * slice.columns, count),
          to: chunk.part(from - start, count))
      }
    }
  }

  /// Elements of a.
  private func left(_ key: RandomKey, _ slice: Slice, _ rows: Range<Int>) -> FloatView {
    let left = left.part(0, rows.count)
    Kernels.fill(left, 0)
    Kernels.addDirection(
      .gaussian, 1, key: key, tensor: slice.index, start: rows.lowerBound, to: left)
    return left
  }

  /// Q·b of a key, made at its first use in a layer.
  private func right(_ key: RandomKey, _ slice: Slice) -> Right {
    if let right = known.first(where: { $0.key == key && $0.slice == slice.index }) {
      return right
    }
    let place = known.count < recipe.probes ? known.count : oldest
    let target = factor(place, slice)
    let (coefficients, basis) = (coefficients(key, slice), basis(slice))
    Kernels.fill(target, 0)
    for k in 0..<basis.count where coefficients[k] != 0 {
      Kernels.add(coefficients[k], times: basis[k], to: target)
    }
    let square = Kernels.sumOfSquares(target) * leftSquare(key, slice)
    let factor = square > 0 ? (Double(slice.count) / square).squareRoot() : 0
    let right = Right(key: key, slice: slice.index, place: place, factor: Float(factor))
    if place < known.count {
      known[place] = right
      oldest = (oldest + 1) % recipe.probes
    } else {
      known.append(right)
    }
    return right
  }

  private func factor(_ place: Int, _ slice: Slice) -> FloatView {
    rights.part(rights.count / recipe.probes * place, slice.columns)
  }

  /// ‖a‖².
  private func leftSquare(_ key: RandomKey, _ slice: Slice) -> Double {
    stride(from: 0, to: slice.rows, by: Self.pieceRows).reduce(0) { sum, begin in
      let rows = begin..<min(begin + Self.pieceRows, slice.rows)
      return sum + Kernels.sumOfSquares(left(key, slice, rows))
    }
  }

  /// b: a Gaussian where a column is chosen, else 0.
  private func coefficients(_ key: RandomKey, _ slice: Slice) -> FloatView {
    let count = recipe.columns(of: slice)
    let b = coefficients.part(0, count)
    Kernels.fill(b, 0)
    Kernels.addDirection(
      .gaussian, 1, key: key.folding(.rightFactor), tensor: slice.index, start: 0, to: b)
    let draws = key.folding(.drawing).folding(UInt64(slice.index))
    var others = Array(min(recipe.shared, count)..<count)
    for draw in 0..<min(recipe.sampled, others.count) {
      others.swapAt(draw, draw + Int(draws.fraction(draw) * Double(others.count - draw)))
    }
    for column in others.dropFirst(recipe.sampled) { b[column] = 0 }
    return b
  }
}
