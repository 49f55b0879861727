import Tensors
import Vocabulary

/// Weights that were kept, so that a step can go along the way traveled since: θ − θ₀.
///
/// The way is one more direction, under a key of its own, so that it can be probed, combined with
/// other directions and logged like any of them.
final class Anchor {
  /// The key under which θ − θ₀ is read; no step's key is this one but with a chance of 2⁻⁶⁴.
  static let key = RandomKey(value: 0)

  private let weights: ParameterStore
  private let space: TrainedSpace
  private let memory: Allocation
  private let kept: FloatView
  private let piece: FloatView

  private static let pieceFloats = 1024

  init(_ weights: ParameterStore, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.weights = weights
    self.space = space
    memory = try Self.blueprint(space).build(ledger)
    (kept, piece) = (memory.floats("kept"), memory.floats("piece"))
    keep()
  }

  /// A copy of the trained weights as f32, and a piece of scratch.
  static func blueprint(_ space: TrainedSpace) -> Blueprint {
    [.floats("kept", space.count, .optimizerState), .floats("piece", pieceFloats, .scratch)]
  }

  /// Keeps the weights as they are now.
  func keep() {
    for slice in space.slices { Kernels.widen(weights.view(slice), into: place(slice)) }
  }

  private func place(_ slice: Slice) -> FloatView {
    kept.part(space.start(of: slice), slice.count)
  }

  /// ‖θ − θ₀‖ of each part, the first part first.
  func traveled() -> [Float] {
    var squares = [Double](repeating: 0, count: space.partCount)
    for slice in space.slices where space.part(of: slice) > 0 {
      for start in stride(from: 0, to: slice.count, by: Self.pieceFloats) {
        let count = min(Self.pieceFloats, slice.count - start)
        let now = way(of: slice, from: start, count)
        squares[space.part(of: slice) - 1] += Kernels.sumOfSquares(now)
      }
    }
    return squares.map { Float($0.squareRoot()) }
  }

  /// θ − θ₀ of a piece.
  private func way(of slice: Slice, from start: Int, _ count: Int) -> FloatView {
    let now = piece.part(0, count)
    Kernels.widen(weights.view(slice).part(start, count), into: now)
    Kernels.add(-1, times: place(slice).part(start, count), to: now)
    return now
  }

  /// `chunk += scale · (θ − θ₀)`.
  func addTravel(_ scale: Float, to chunk: FloatView, of slice: Slice, from start: Int) {
    for begin in stride(from: 0, to: chunk.count, by: Self.pieceFloats) {
      let count = min(Self.pieceFloats, chunk.count - begin)
      Kernels.add(
        scale, times: way(of: slice, from: start + begin, count), to: chunk.part(begin, count))
    }
  }
}
