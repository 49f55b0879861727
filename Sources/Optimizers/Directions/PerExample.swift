import Tensors
import Vocabulary

/// Directions of examples: Δᵢ = U ∘ (rᵢ·sᵢᵀ), a Gaussian U of the step and signs of the example.
///
/// Vectors have signs sᵢ alone, without a Gaussian, and biases of linear layers do not move. Each
/// Δᵢ of a matrix is a Gaussian direction by itself; nothing is kept but room for the signs of
/// sixteen examples at a time (GRZO, arXiv:2606.02857). Or, without U, the sum of `rank` outer
/// products of Gaussian vectors of the example, over √rank (EGGROLL, arXiv:2511.16652); a vector
/// has a dense Gaussian then.
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

  /// Terms whose factors are at hand together: with outer products there are many in a step, and
  /// every chunk of a parameter wants all of them.
  var atHand: Int { PerExampleDirections.group * (rank.map { min(8 * $0, 64) } ?? 1) }

  /// Factors of columns and of the rows of a piece with their scales; with U the piece's sum and
  /// its part of U.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let piece = rank == nil ? PerExampleDirections.pieceFloats : 0
    let widest = space.slices.map(\.columns).max() ?? 0
    return [
      .floats("columns", atHand * widest, .scratch),
      .floats("rows", PerExampleDirections.rowFloats, .scratch),
      .floats("scales", atHand, .scratch),
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
  private let scales: FloatView
  private let sum: FloatView
  private let room: FloatView
  private let fixed: Set<Int>
  private var patternKey = RandomKey(value: 0)
  /// Whose factors of columns are at hand.
  private var known: (keys: [RandomKey], slice: Int) = ([], -1)

  /// Terms that are summed before they are added.
  static let group = 16
  /// Elements of a piece at the most, where its sum is kept by itself.
  static let pieceFloats = 8192
  /// Factors of rows that are at hand.
  static let rowFloats = 16 << 10
  /// Elements that a thread takes at a time.
  private static let grain = 4096
  private let atHand: Int

  init(_ recipe: PerExample, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    outerProducts = recipe.rank
    self.space = space
    fixed = recipe.resting(in: space.layout)
    memory = try recipe.blueprint(space).build(ledger)
    atHand = recipe.atHand
    (columns, rows) = (memory.floats("columns"), memory.floats("rows"))
    scales = memory.floats("scales")
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
    writeRows(scale(1), key, into: target, slice, from: 0)
  }

  /// Of outer products, √rank is divided by here.
  private func scale(_ scale: Float) -> Float {
    outerProducts.map { scale / Float($0).squareRoot() } ?? scale
  }

  private func writeRows(
    _ scale: Float, _ key: RandomKey, into target: FloatView, _ slice: Slice, from row: Int
  ) {
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

  /// `chunk += U ∘ (Rᵀ·diag(scales)·S)`, the sums over a group of examples in their order.
  func add(
    _ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let terms = products(terms)
    for first in stride(from: 0, to: terms.count, by: atHand) {
      let block = terms[first..<min(first + atHand, terms.count)]
      prepare(block, slice)
      let longest = pieceLength(block.count, slice)
      for begin in stride(from: 0, to: chunk.count, by: longest) {
        let piece = chunk.part(begin, min(longest, chunk.count - begin))
        addPiece(block, to: piece, slice, from: start + begin)
      }
    }
  }

  /// Elements of whose rows there is room for the factors.
  private func pieceLength(_ terms: Int, _ slice: Slice) -> Int {
    let length = (Self.rowFloats / terms - 1) * slice.columns
    return outerProducts == nil ? min(Self.pieceFloats, length) : length
  }

  /// Makes the factors of columns of terms, unless they are there, and their scales.
  private func prepare(_ terms: ArraySlice<DirectionTerm>, _ slice: Slice) {
    for (place, term) in terms.enumerated() { scales[place] = scale(term.scale) }
    let keys = terms.map(\.key)
    guard known.slice != slice.index || known.keys != keys else { return }
    for (place, key) in keys.enumerated() {
      let factor = columns.part(place * slice.columns, slice.columns)
      write(1, key, into: factor, slice, from: 0)
    }
    known = (keys, slice.index)
  }

  /// The matrix that a group of terms adds in some rows; its factors of rows are made already.
  private func matrix(
    _ group: Range<Int>, rows count: Int, _ slice: Slice
  ) -> FactoredMatrix {
    FactoredMatrix(
      rows: count, columns: slice.columns, rank: group.count,
      left: rows.part(group.lowerBound * count, group.count * count),
      core: scales.part(group.lowerBound, group.count),
      right: columns.part(group.lowerBound * slice.columns, group.count * slice.columns),
      isDiagonal: true)
  }

  private func addPiece(
    _ terms: ArraySlice<DirectionTerm>, to piece: FloatView, _ slice: Slice, from start: Int
  ) {
    let first = start / slice.columns
    let count = (start + piece.count - 1) / slice.columns - first + 1
    for (place, term) in terms.enumerated() {
      writeRows(1, term.key, into: rows.part(place * count, count), slice, from: first)
    }
    let groups = stride(from: 0, to: terms.count, by: Self.group).map {
      matrix($0..<min($0 + Self.group, terms.count), rows: count, slice)
    }
    Parallel.forEachRun(of: piece.count, grain: Self.grain) { begin, count in
      let run = piece.part(begin, count)
      for group in groups {
        let offset = start + begin - first * slice.columns
        guard outerProducts == nil else {
          group.add(1, to: run, from: offset)
          continue
        }
        add(group, through: begin, to: run, slice, at: start + begin, from: offset)
      }
    }
  }

  /// `run += U ∘ group`, by the sum at a place in its room.
  private func add(
    _ group: FactoredMatrix, through place: Int, to run: FloatView, _ slice: Slice,
    at start: Int, from offset: Int
  ) {
    let (sum, pattern) = (sum.part(place, run.count), room.part(place, run.count))
    Kernels.fill(sum, 0)
    group.add(1, to: sum, from: offset)
    writePattern(into: pattern, of: slice, from: start)
    Kernels.multiply(sum, pattern, into: sum)
    Kernels.add(1, times: sum, to: run)
  }
}
