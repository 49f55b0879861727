import Tensors
import Vocabulary

/// ‖X_j‖: the norm of every input of the linear layers, over the rows of what was seen.
final class InputNorms: InputObserver {
  private let space: TrainedSpace
  private let memory: Allocation
  private let squares: FloatView
  private let starts: [Int]
  private var known: Set<Int> = []
  /// Whether what is seen counts.
  var isOpen = false

  init(_ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    starts = Self.pieces(space).starts
    memory = try Self.blueprint(space).build(ledger)
    squares = memory.floats("squares")
  }

  private static func pieces(_ space: TrainedSpace) -> (starts: [Int], count: Int) {
    space.pieces { $0.rows > 1 ? $0.columns : 0 }
  }

  static func blueprint(_ space: TrainedSpace) -> Blueprint {
    [.floats("squares", pieces(space).count, .directions)]
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
    squares.part(starts[slice.index], slice.columns)
  }

  /// The norms of a parameter's inputs; nil when no linear layer reads it.
  func norms(of slice: Slice) -> [Float]? {
    known.contains(slice.index) ? view(slice).array.map { $0.squareRoot() } : nil
  }
}
