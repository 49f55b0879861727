import Tensors
import Vocabulary

/// What the executor and the update read: directions under a mask, divided into parts.
final class DirectionField: DirectionDistribution, ExamplePattern {
  let directions: any LiveDirections
  private let space: TrainedSpace
  private let active: ActiveSet?
  private let anchor: Anchor?
  /// Whether z is added as it is made: one distribution, unmasked.
  private let isDirect: Bool
  private let isConcurrent: Bool
  private let memory: Allocation
  private let piece: FloatView

  private static let pieceFloats = 1024

  init(
    _ recipe: any DirectionRecipe, _ space: TrainedSpace, active: ActiveSet?, anchor: Anchor?,
    ledger: Ledger
  ) throws(OutOfMemory) {
    directions = try recipe.make(space, ledger: ledger)
    self.space = space
    self.active = active
    self.anchor = anchor
    isDirect = Self.isDirect(recipe, isElementwise: active?.bits != nil)
    isConcurrent = isDirect && anchor == nil && recipe.addsConcurrently
    memory = try Self.blueprint(isDirect: isDirect).build(ledger)
    piece = memory.floats("piece")
  }

  static func isDirect(_ recipe: any DirectionRecipe, isElementwise: Bool) -> Bool {
    !recipe.isComposite && !isElementwise
  }

  /// A piece in which z is put together, unless it is added as it is made.
  static func blueprint(isDirect: Bool) -> Blueprint {
    [.floats("piece", isDirect ? 0 : pieceFloats, .scratch)]
  }

  func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool {
    isConcurrent && directions.prepare(keys, in: slice)
  }

  func part(of slice: Slice) -> Int { space.part(of: slice) }

  func isZero(in slice: Slice) -> Bool {
    !space.admitted.contains(slice.index) || !(active?.slices.contains(slice.index) ?? true)
      || directions.isZero(in: slice)
  }

  var independent: Elements? { isConcurrent ? directions.independent : nil }

  var inputs: (any InputObserver)? { active?.inputs ?? directions.inputs }

  var pattern: (any ExamplePattern)? { directions.pattern == nil ? nil : self }

  /// A mask of elements is one of U: every example's direction is masked alike.
  func writePattern(into target: FloatView, of slice: Slice, from start: Int) {
    directions.pattern?.writePattern(into: target, of: slice, from: start)
    active?.keep(target, of: slice, from: start)
  }

  var outerProducts: Int? { directions.pattern?.outerProducts }

  func writeFactor(
    _ side: MatrixSide, _ number: Int, key: RandomKey, into target: FloatView, of slice: Slice
  ) {
    directions.pattern?.writeFactor(side, number, key: key, into: target, of: slice)
  }

  /// `chunk += Σ scale · z(key)`.
  func add(_ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int) {
    let terms = terms.filter { applies($0, to: slice) }
    guard directions.addsTogether, anchor == nil, terms.count > 1 else {
      for term in terms {
        add(term.scale, key: term.key, to: chunk, of: slice, from: start)
      }
      return
    }
    forEachPiece(of: chunk) { begin, masked in
      directions.add(terms, to: masked, of: slice, from: start + begin)
      active?.keep(masked, of: slice, from: start + begin)
      Kernels.add(1, times: masked, to: chunk.part(begin, masked.count))
    }
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    if let anchor, key == Anchor.key {
      return anchor.addTravel(scale, to: chunk, of: slice, from: start)
    }
    if isDirect { return directions.add(scale, key: key, to: chunk, of: slice, from: start) }
    forEachPiece(of: chunk) { begin, masked in
      directions.add(1, key: key, to: masked, of: slice, from: start + begin)
      active?.keep(masked, of: slice, from: start + begin)
      Kernels.add(scale, times: masked, to: chunk.part(begin, masked.count))
    }
  }

  /// Calls `body` with the beginning of every piece of a chunk, and zeros in its place.
  private func forEachPiece(of chunk: FloatView, _ body: (Int, FloatView) -> Void) {
    for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
      let zeros = piece.part(0, min(Self.pieceFloats, chunk.count - begin))
      Kernels.fill(zeros, 0)
      body(begin, zeros)
    }
  }
}
