import Tensors
import Vocabulary

/// Directions of examples: Δᵢ = U ∘ (rᵢ·sᵢᵀ), a Gaussian U of the step and signs of the example.
///
/// Vectors have signs sᵢ alone, without a Gaussian, and biases of linear layers do not move. Each
/// Δᵢ of a matrix is a Gaussian direction by itself; nothing is kept but room for the signs of
/// sixteen examples (GRZO, arXiv:2606.02857). Or, without U, the sum of `rank` outer products of
/// Gaussian vectors of the example, over √rank (EGGROLL, arXiv:2511.16652); a vector has a dense
/// Gaussian then.
package struct PerExample: DirectionRecipe {
  /// Outer products of a direction; nil is U with signs turned.
  package var rank: Int?

  /// Directions of the examples of a batch.
  package init(rank: Int? = nil) { self.rank = rank }

  package var offers: Offers { [.directionsOfExamples] }

  package var needs: [Need] {
    let needs = [
      Need(
        .displacedExamples, in: "estimator",
        "the estimator per-example and directions per-example go together")
    ]
    guard rank != nil else { return needs }
    return .wholeSteps(because: "outer products have no elements that could be left out") + needs
  }

  package var outerProducts: Int? { rank }

  /// Factors of a group's columns and of the rows of a piece, the piece's sum, and its part of U.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let (group, piece) = (PerExampleDirections.group, PerExampleDirections.pieceFloats)
    let widest = space.slices.map(\.columns).max() ?? 0
    return [
      .floats("columns", group * widest, .scratch), .floats("rows", group * piece, .scratch),
      .floats("sum", piece, .scratch), .floats("pattern", piece, .scratch),
    ]
  }

  /// With U, the biases of linear layers: those beside a matrix.
  package func resting(in layout: Layout) -> Set<Int> {
    guard rank == nil else { return [] }
    return Set(
      layout.slices.filter { slice in
        slice.kind == .bias && slice.name.hasSuffix(".bias")
          && layout[String(slice.name.dropLast(4)) + "weight"]?.kind == .matrix
      }.map(\.index))
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try PerExampleDirections(self, space, ledger: ledger)
  }
}

extension PerExample {
  static let part = DirectionPart("per-example") { PerExample() }
}

/// Directions of examples during a run: they know the key of the step's U.
///
/// Factors of columns are elements 0 ... of the example's stream, those of rows come behind them.
final class PerExampleDirections: LiveDirections, ExamplePattern {
  let outerProducts: Int?
  private let space: TrainedSpace
  private let memory: Allocation
  private let columns: FloatView
  private let rows: FloatView
  private let sum: FloatView
  private let room: FloatView
  private let fixed: Set<Int>
  private var patternKey = RandomKey(value: 0)
  /// Whose factors of columns are at hand.
  private var known: (keys: [RandomKey], slice: Int) = ([], -1)

  static let group = 16
  static let pieceFloats = 1024

  init(_ recipe: PerExample, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    outerProducts = recipe.rank
    self.space = space
    fixed = recipe.resting(in: space.layout)
    memory = try recipe.blueprint(space).build(ledger)
    (columns, rows) = (memory.floats("columns"), memory.floats("rows"))
    (sum, room) = (memory.floats("sum"), memory.floats("pattern"))
  }

  var pattern: (any ExamplePattern)? { self }
  var addsTogether: Bool { true }
  func isZero(in slice: Slice) -> Bool {
    !space.admitted.contains(slice.index) || fixed.contains(slice.index)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    patternKey = key.folding(.pattern)
    known = ([], -1)
  }

  func writePattern(into target: FloatView, of slice: Slice, from start: Int) {
    if slice.rows == 1 { return Kernels.fill(target, 1) }
    Kernels.fill(target, 0)
    Kernels.addDirection(
      .gaussian, 1, key: patternKey, tensor: slice.index, start: start, to: target)
  }

  func writeFactor(
    _ side: MatrixSide, _ number: Int, key: RandomKey, into target: FloatView, of slice: Slice
  ) {
    let key = number == 0 ? key : key.folding(UInt64(number))
    guard side == .rows else { return write(1, key, into: target, slice, from: 0) }
    writeRows(1, key, into: target, slice, from: 0)
  }

  /// Of the outer products, √rank is divided by here.
  private func writeRows(
    _ scale: Float, _ key: RandomKey, into target: FloatView, _ slice: Slice, from row: Int
  ) {
    let scale = outerProducts.map { scale / Float($0).squareRoot() } ?? scale
    if slice.rows == 1 { return Kernels.fill(target, scale) }
    write(scale, key, into: target, slice, from: slice.columns + row)
  }

  private func write(
    _ scale: Float, _ key: RandomKey, into target: FloatView, _ slice: Slice, from start: Int
  ) {
    Kernels.fill(target, 0)
    Kernels.addDirection(
      outerProducts == nil ? .rademacher : .gaussian, scale, key: key, tensor: slice.index,
      start: start, to: target)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    add([DirectionTerm(key: key, scale: scale)], to: chunk, of: slice, from: start)
  }

  /// A term for each outer product.
  private func products(_ terms: [DirectionTerm]) -> [DirectionTerm] {
    guard let outerProducts, outerProducts > 1 else { return terms }
    return terms.flatMap { term in
      [term]
        + (1..<outerProducts).map {
          DirectionTerm(key: term.key.folding(UInt64($0)), scale: term.scale)
        }
    }
  }

  /// `chunk += U ∘ (Rᵀ·diag(scales)·S)`, the sums over examples in their order.
  func add(
    _ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let terms = products(terms)
    for first in stride(from: 0, to: terms.count, by: Self.group) {
      let group = terms[first..<min(first + Self.group, terms.count)]
      prepare(group, slice)
      for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
        let piece = chunk.part(begin, min(Self.pieceFloats, chunk.count - begin))
        addPiece(group, to: piece, slice, from: start + begin)
      }
    }
  }

  /// Makes the factors of columns of a group, unless they are there.
  private func prepare(_ group: ArraySlice<DirectionTerm>, _ slice: Slice) {
    let keys = group.map(\.key)
    guard known.slice != slice.index || known.keys != keys else { return }
    for (place, key) in keys.enumerated() {
      write(1, key, into: columnFactor(place, slice), slice, from: 0)
    }
    known = (keys, slice.index)
  }

  private func columnFactor(_ place: Int, _ slice: Slice) -> FloatView {
    columns.part(columns.count / Self.group * place, slice.columns)
  }

  private func rowFactor(_ place: Int, _ count: Int) -> FloatView {
    rows.part(place * Self.pieceFloats, count)
  }

  private func addPiece(
    _ group: ArraySlice<DirectionTerm>, to piece: FloatView, _ slice: Slice, from start: Int
  ) {
    let sum = sum.part(0, piece.count)
    Kernels.fill(sum, 0)
    let (first, last) = (start / slice.columns, (start + piece.count - 1) / slice.columns)
    for (place, term) in group.enumerated() {
      let factor = rowFactor(place, last - first + 1)
      writeRows(term.scale, term.key, into: factor, slice, from: first)
    }
    for row in first...last {
      let begin = max(row * slice.columns, start)
      let count = min((row + 1) * slice.columns, start + piece.count) - begin
      let target = sum.part(begin - start, count)
      for place in 0..<group.count {
        Kernels.add(
          rowFactor(place, row - first + 1)[row - first],
          times: columnFactor(place, slice).part(begin - row * slice.columns, count), to: target)
      }
    }
    if outerProducts == nil {
      let pattern = room.part(0, piece.count)
      writePattern(into: pattern, of: slice, from: start)
      Kernels.multiply(sum, pattern, into: sum)
    }
    Kernels.add(1, times: sum, to: piece)
  }
}
