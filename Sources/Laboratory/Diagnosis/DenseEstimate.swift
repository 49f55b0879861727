import Optimizers
import Tensors
import Vocabulary

/// A gradient, or an estimate of one, written out over every trained parameter.
///
/// No optimizer ever does this; a diagnosis compares the numbers themselves.
final class DenseEstimate {
  private let space: TrainedSpace
  private let buffer: Buffer

  /// Zero at first.
  init(_ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.space = space
    buffer = try Buffer(floats: space.count, in: .gradients, of: ledger)
  }

  /// The elements, parameter after parameter.
  var all: FloatView { buffer.floats }

  private func view(_ slice: Slice) -> FloatView {
    all.part(space.start(of: slice), slice.count)
  }

  /// Copies the gradient of every trained parameter.
  func copy(gradient: (Slice) -> FloatView) {
    for slice in space.slices { view(slice).copy(from: gradient(slice)) }
  }

  /// Writes out what an iterate has estimated.
  ///
  /// - Parameter gradient: the dense gradients of what has no directions.
  func write(_ estimate: Estimate, of iterate: Iterate, gradient: (Slice) -> FloatView) {
    Kernels.fill(all, 0)
    add(estimate, of: iterate.optimizer, iterate.distribution, gradient)
  }

  private func add(
    _ estimate: Estimate, of optimizer: Optimizer, _ directions: any DirectionDistribution,
    _ gradient: (Slice) -> FloatView
  ) {
    let own = optimizer.admitted(space.layout, trainable: space.admitted)
    for slice in space.slices where own.contains(slice.index) {
      if let terms = estimate.terms {
        for term in terms where directions.applies(term, to: slice) {
          directions.add(term.scale, key: term.key, to: view(slice), of: slice, from: 0)
        }
      } else {
        Kernels.add(1, times: gradient(slice), to: view(slice))
      }
    }
    for (other, estimate) in zip(optimizer.beside, estimate.beside) {
      add(estimate, of: other, directions, gradient)
    }
  }
}
