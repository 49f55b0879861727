import Tensors
import Vocabulary

/// Directions of examples: Δᵢ = U ∘ (rᵢ·sᵢᵀ), a Gaussian U of the step and signs of the example.
///
/// Vectors have signs sᵢ alone, without a Gaussian, and biases of linear layers do not move. Each Δᵢ
/// of a matrix is a Gaussian direction by itself; nothing is kept but room for the signs of sixteen
/// examples (GRZO, arXiv:2606.02857).
public struct PerExample: DirectionRecipe {
  public init() {}

  public func memory(_ space: TrainedSpace) -> AccountBytes {
    AccountBytes([.scratch: 4 * PerExampleDirections.scratchFloats(space)])
  }

  public func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try PerExampleDirections(space, ledger: ledger)
  }
}

/// Directions of examples during a run: they know the key of the step's U.
///
/// Signs of columns are elements 0 ... of the example's stream, those of rows come behind them.
final class PerExampleDirections: LiveDirections, ExamplePattern, SummedDirections {
  private let space: TrainedSpace
  private let scratch: Buffer
  private let widest: Int
  private let fixed: Set<Int>
  private var patternKey = RandomKey(value: 0)
  /// Whose signs of columns are at hand.
  private var known: (keys: [RandomKey], slice: Int) = ([], -1)

  private static let group = 16
  private static let pieceFloats = 1024

  init(_ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    widest = Self.widest(space)
    fixed = Self.fixed(space.layout)
    scratch = try Buffer(floats: Self.scratchFloats(space), in: .scratch, of: ledger)
  }

  private static func widest(_ space: TrainedSpace) -> Int {
    space.slices.map(\.columns).max() ?? 0
  }

  /// Signs of a group's columns and of the rows of a piece, the piece's sum, and its part of U.
  static func scratchFloats(_ space: TrainedSpace) -> Int {
    group * (widest(space) + pieceFloats) + 2 * pieceFloats
  }

  var pattern: (any ExamplePattern)? { self }
  func isZero(in slice: Slice) -> Bool {
    !space.admitted.contains(slice.index) || fixed.contains(slice.index)
  }

  /// The biases of linear layers: those beside a matrix.
  private static func fixed(_ layout: Layout) -> Set<Int> {
    Set(
      layout.slices.filter { slice in
        slice.kind == .bias && slice.name.hasSuffix(".bias")
          && layout[String(slice.name.dropLast(4)) + "weight"]?.kind == .matrix
      }.map(\.index))
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

  func writeSigns(
    _ side: MatrixSide, key: RandomKey, into target: FloatView, of slice: Slice
  ) {
    if side == .rows, slice.rows == 1 { return Kernels.fill(target, 1) }
    writeSigns(1, key, into: target, slice, from: side == .rows ? slice.columns : 0)
  }

  private func writeSigns(
    _ scale: Float, _ key: RandomKey, into target: FloatView, _ slice: Slice, from start: Int
  ) {
    Kernels.fill(target, 0)
    Kernels.addDirection(
      .rademacher, scale, key: key, tensor: slice.index, start: start, to: target)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    add([DirectionTerm(key: key, scale: scale)], to: chunk, of: slice, from: start)
  }

  /// `chunk += U ∘ (Rᵀ·diag(scales)·S)`, the sums over examples in their order.
  func add(
    _ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    for first in stride(from: 0, to: terms.count, by: Self.group) {
      let group = terms[first..<min(first + Self.group, terms.count)]
      prepare(group, slice)
      for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
        let piece = chunk.part(begin, min(Self.pieceFloats, chunk.count - begin))
        addPiece(group, to: piece, slice, from: start + begin)
      }
    }
  }

  /// Makes the signs of columns of a group, unless they are there.
  private func prepare(_ group: ArraySlice<DirectionTerm>, _ slice: Slice) {
    let keys = group.map(\.key)
    guard known.slice != slice.index || known.keys != keys else { return }
    for (place, key) in keys.enumerated() {
      writeSigns(1, key, into: columnSigns(place, slice), slice, from: 0)
    }
    known = (keys, slice.index)
  }

  private func columnSigns(_ place: Int, _ slice: Slice) -> FloatView {
    scratch.floats.part(place * widest, slice.columns)
  }

  private func rowSigns(_ place: Int, _ count: Int) -> FloatView {
    scratch.floats.part(Self.group * widest + place * Self.pieceFloats, count)
  }

  private func addPiece(
    _ group: ArraySlice<DirectionTerm>, to piece: FloatView, _ slice: Slice, from start: Int
  ) {
    let rest = Self.group * (widest + Self.pieceFloats)
    let sum = scratch.floats.part(rest, piece.count)
    Kernels.fill(sum, 0)
    let (first, last) = (start / slice.columns, (start + piece.count - 1) / slice.columns)
    for (place, term) in group.enumerated() {
      let signs = rowSigns(place, last - first + 1)
      if slice.rows == 1 {
        Kernels.fill(signs, term.scale)
      } else {
        writeSigns(term.scale, term.key, into: signs, slice, from: slice.columns + first)
      }
    }
    for row in first...last {
      let begin = max(row * slice.columns, start)
      let count = min((row + 1) * slice.columns, start + piece.count) - begin
      let target = sum.part(begin - start, count)
      for place in 0..<group.count {
        Kernels.add(
          rowSigns(place, row - first + 1)[row - first],
          times: columnSigns(place, slice).part(begin - row * slice.columns, count), to: target)
      }
    }
    let pattern = scratch.floats.part(rest + Self.pieceFloats, piece.count)
    writePattern(into: pattern, of: slice, from: start)
    Kernels.multiply(sum, pattern, into: sum)
    Kernels.add(1, times: sum, to: piece)
  }
}
