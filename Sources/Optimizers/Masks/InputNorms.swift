import Tensors
import Vocabulary

/// ‖X_j‖: the norm of every input of the linear layers, over the rows of what was seen.
final class InputNorms: InputObserver {
  private let space: TrainedSpace
  private let squares: Buffer
  private let starts: [Int]
  private var known: Set<Int> = []
  /// Whether what is seen counts.
  var isOpen = false

  init(_ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    let pieces = space.pieces { $0.rows > 1 ? $0.columns : 0 }
    starts = pieces.starts
    squares = try Buffer(floats: pieces.count, in: .directions, of: ledger)
  }

  static func byteCount(_ space: TrainedSpace) -> Int {
    4 * space.slices.reduce(0) { $0 + ($1.rows > 1 ? $1.columns : 0) }
  }

  func observe(_ inputs: FloatView, of weight: Slice) {
    guard isOpen, weight.rows > 1, space.admitted.contains(weight.index) else { return }
    let sums = view(weight)
    for row in 0..<inputs.count / weight.columns {
      Kernels.addSquares(
        of: inputs.part(row * weight.columns, weight.columns), weight: 1, to: sums)
    }
    known.insert(weight.index)
  }

  private func view(_ slice: Slice) -> FloatView {
    squares.floats.part(starts[slice.index], slice.columns)
  }

  /// The norms of a parameter's inputs; nil when no linear layer reads it.
  func norms(of slice: Slice) -> [Float]? {
    known.contains(slice.index) ? view(slice).array.map { $0.squareRoot() } : nil
  }
}
