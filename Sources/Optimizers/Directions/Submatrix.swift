import Tensors
import Vocabulary

/// Ones in a random tenth of the rows and of the columns of each parameter, zeros elsewhere
/// (JAGUAR).
///
/// Of n rows max(1, ⌊share·n⌋) are drawn, likewise of the columns; a vector has columns only. Drawn
/// anew by every key. arXiv:2506.04430; intsystems/ZO-LLM-FineTuning, `code/trainer.py`.
package struct Submatrix: DirectionRecipe {
  /// The share of the rows, and of the columns.
  package var share: Double
  package init(share: Double = 0.1) { self.share = share }

  package var isComposite: Bool { false }
  package var addsConcurrently: Bool { true }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    [
      .floats("rows", space.slices.map(\.rows).max() ?? 0, .scratch),
      .floats("columns", space.slices.map(\.columns).max() ?? 0, .scratch),
    ]
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try SubmatrixDirections(self, space, ledger: ledger)
  }
}

/// The rows and columns of one key and one parameter, as ones among zeros.
final class SubmatrixDirections: LiveDirections {
  private let share: Double
  private let admitted: Set<Int>
  private let memory: Allocation
  private var known: (key: RandomKey, slice: Int)?

  init(_ recipe: Submatrix, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    share = recipe.share
    admitted = space.admitted
    memory = try recipe.blueprint(space).build(ledger)
  }

  func isZero(in slice: Slice) -> Bool { !admitted.contains(slice.index) }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) { known = nil }

  func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool {
    guard keys.count <= 1, let key = keys.first else { return keys.isEmpty }
    guard known?.key != key || known?.slice != slice.index else { return true }
    draw(rows(slice), slice.rows == 1 ? 1 : share, key.folding(.leftFactor), slice)
    draw(columns(slice), share, key.folding(.rightFactor), slice)
    known = (key, slice.index)
    return true
  }

  private func rows(_ slice: Slice) -> FloatView { memory.floats("rows").part(0, slice.rows) }
  private func columns(_ slice: Slice) -> FloatView {
    memory.floats("columns").part(0, slice.columns)
  }

  /// Chooses a share of the places, each subset of that size as likely (Knuth's algorithm S).
  private func draw(_ places: FloatView, _ share: Double, _ key: RandomKey, _ slice: Slice) {
    var left = max(1, Int(share * Double(places.count)))
    for place in 0..<places.count {
      let chance = key.fraction(place, tensor: slice.index) * Double(places.count - place)
      let isChosen = chance < Double(left)
      places[place] = isChosen ? 1 : 0
      if isChosen { left -= 1 }
    }
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    _ = prepare([key], in: slice)
    let (rows, columns) = (rows(slice), columns(slice))
    let end = start + chunk.count
    for row in start / slice.columns...(end - 1) / slice.columns where rows[row] == 1 {
      let first = max(row * slice.columns, start)
      let count = min((row + 1) * slice.columns, end) - first
      Kernels.add(
        scale, times: columns.part(first - row * slice.columns, count),
        to: chunk.part(first - start, count))
    }
  }
}
