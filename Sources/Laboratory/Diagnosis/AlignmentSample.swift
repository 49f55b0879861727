import Optimizers
import Statistics
import Tensors
import Vocabulary

/// Gradient estimates of one estimator as they come, compared with the true gradient.
final class AlignmentSample {
  private let gradient: DenseEstimate
  private let squaredNorm: Double
  /// Σ of the estimates.
  private let sum: DenseEstimate
  private var count = 0
  private var cosines = Moments()
  private var squaredCosines = Moments()
  private var products = Moments()
  private var squares = Moments()

  init(
    _ gradient: DenseEstimate, _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) {
    self.gradient = gradient
    squaredNorm = Kernels.sumOfSquares(gradient.all)
    sum = try DenseEstimate(space, ledger: ledger)
  }

  /// An estimate of nothing but zeros has the cosine 0.
  func add(_ estimate: DenseEstimate) {
    let product = Kernels.sumOfProducts(gradient.all, estimate.all)
    let square = Kernels.sumOfSquares(estimate.all)
    let norms = (square * squaredNorm).squareRoot()
    let cosine = norms > 0 ? product / norms : 0
    cosines.add(cosine)
    squaredCosines.add(cosine * cosine)
    products.add(product)
    squares.add(square)
    Kernels.add(1, times: estimate.all, to: sum.all)
    count += 1
  }

  var cosine: Mean { cosines.average }

  /// The mean of cos²·d.
  var alignment: Mean { squaredCosines.average * Double(gradient.all.count) }

  /// The mean of ⟨ĝ, g⟩ / ‖g‖².
  var gain: Mean { products.average * (1 / squaredNorm) }

  /// E ‖ĝ − E ĝ‖² / ‖g‖², without the bias of the mean being estimated, too.
  var variance: Double {
    let total = (squares.mean ?? 0) * Double(count)
    let ofMean = Kernels.sumOfSquares(sum.all) / Double(count)
    // Of estimates that are all the same, rounding would leave less than nothing.
    return max(0, total - ofMean) / Double(count - 1) / squaredNorm
  }
}

/// A mean with its standard error.
struct Mean {
  var value: Double
  var error: Double

  static func * (mean: Mean, factor: Double) -> Mean {
    Mean(value: mean.value * factor, error: mean.error * abs(factor))
  }
}

extension Moments {
  /// The mean of all values and its standard error, zeros of none.
  fileprivate var average: Mean {
    let error = ((variance ?? 0) / Double(max(count, 1))).squareRoot()
    return Mean(value: mean ?? 0, error: error)
  }
}

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
