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
