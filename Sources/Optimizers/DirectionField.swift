import Experiments
import Tensors

/// What the executor and the update read: directions under a mask, divided into parts.
final class DirectionField: DirectionDistribution {
  let directions: any LiveDirections
  private let space: TrainedSpace
  private let active: ActiveSet?
  private let anchor: Anchor?
  /// Whether z is added as it is made: one distribution, unmasked.
  private let isDirect: Bool
  private let piece: Buffer

  private static let pieceFloats = 1024

  init(
    _ recipe: any DirectionRecipe, _ space: TrainedSpace, active: ActiveSet?, anchor: Anchor?,
    ledger: Ledger
  ) throws(OutOfMemory) {
    directions = try recipe.make(space, ledger: ledger)
    self.space = space
    self.active = active
    self.anchor = anchor
    isDirect = !recipe.isComposite && active?.bits == nil
    piece = try Buffer(
      byteCount: isDirect ? 0 : 4 * Self.pieceFloats, in: .scratch, of: ledger)
  }

  static func byteCount(_ recipe: any DirectionRecipe, _ mask: (any StepMask)?) -> Int {
    recipe.isComposite || (mask?.isElementwise ?? false) ? 4 * pieceFloats : 0
  }

  func part(of slice: Slice) -> Int { space.part(of: slice) }

  func isZero(in slice: Slice) -> Bool {
    !space.admitted.contains(slice.index) || !(active?.slices.contains(slice.index) ?? true)
      || directions.isZero(in: slice)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    if let anchor, key == Anchor.key {
      return anchor.addTravel(scale, to: chunk, of: slice, from: start)
    }
    if isDirect { return directions.add(scale, key: key, to: chunk, of: slice, from: start) }
    for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
      let part = chunk.part(begin, min(Self.pieceFloats, chunk.count - begin))
      let masked = piece.floats.part(0, part.count)
      Kernels.fill(masked, 0)
      directions.add(1, key: key, to: masked, of: slice, from: start + begin)
      active?.keep(masked, of: slice, from: start + begin)
      Kernels.add(scale, times: masked, to: part)
    }
  }
}
