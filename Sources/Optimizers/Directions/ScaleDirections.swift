import Tensors
import Vocabulary

/// Directions of scales as the executor reads them: q·z of the scales' z, elements of the weights.
///
/// A weight is s·q, so that s + ε·z is the weight displaced by ε·q·z. The integers are read where
/// they are stored.
final class ScaleDirections: DirectionDistribution {
  private let field: DirectionField
  private let space: TrainedSpace
  private let weights: ParameterStore
  private let memory: Allocation
  private let piece: FloatView

  private static let pieceFloats = 256
  static let blueprint: Blueprint = [.floats("piece", pieceFloats, .scratch)]

  /// - Parameters:
  ///   - space: the scales that are trained.
  ///   - weights: whose scales these are.
  init(
    _ field: DirectionField, _ space: TrainedSpace, of weights: ParameterStore, ledger: Ledger
  ) throws(OutOfMemory) {
    self.field = field
    self.space = space
    self.weights = weights
    memory = try Self.blueprint.build(ledger)
    piece = memory.floats("piece")
  }

  func isZero(in slice: Slice) -> Bool { field.isZero(in: scales(slice)) }

  func part(of slice: Slice) -> Int { field.part(of: scales(slice)) }

  private func scales(_ slice: Slice) -> Slice { space.layout.slices[slice.index] }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let view = weights.view(slice)
    guard let grid = view.grid else { return }
    var done = 0
    while done < chunk.count {
      let group = grid.scale(of: start + done)
      let end = grid.firstElement(ofScale: min(group + Self.pieceFloats, grid.scaleCount))
      let count = min(end - start, chunk.count) - done
      let last = grid.scale(of: start + done + count - 1)
      let z = piece.part(0, last - group + 1)
      Kernels.fill(z, 0)
      field.add(1, key: key, to: z, of: scales(slice), from: group)
      Kernels.addIntegers(
        of: view.part(start + done, count), times: z, fromGroup: group, scale: scale,
        to: chunk.part(done, count))
      done += count
    }
  }
}
