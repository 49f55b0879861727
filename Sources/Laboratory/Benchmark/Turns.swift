import Graphs
import Statistics
import Tensors
import Vocabulary

/// Steps, bare passes over the same batches, and their products alone, one right after another.
///
/// The pace of a machine that others use changes from minute to minute by a third and more. Times
/// are divided by one another within a turn, and the median over the turns counts.
struct Turn {
  let steps: [TimedStep]
  /// Seconds of bare passes.
  let passes: [Double]
  /// What the program's own kernels do on the step's products.
  let own: ProductRate
  /// The same by OpenBLAS; the program's own without one.
  let yardstick: ProductRate
  /// The same by oneDNN, where products are in bf16.
  let half: ProductRate?

  private static let most = 5

  /// How many steps each turn has; a step's neighbors keep the caches of a small model warm.
  static func lengths(of steps: Int) -> [Int] {
    let count = min(steps, most)
    return (0..<count).map { steps / count + ($0 < steps % count ? 1 : 0) }
  }

  init(
    _ count: Int, of training: TimedTraining, _ passes: BarePasses, _ products: [ProductShape],
    _ compute: Compute
  ) throws {
    steps = try (0..<count).map { _ in try training.next() }
    self.passes = (0..<count).map { _ in passes.next().seconds }
    own = try ProductRate(products, by: .own)
    yardstick = Kernels.blas == nil ? own : try ProductRate(products, by: .blas)
    half = compute == .bf16 ? try ProductRate(products, by: .half) : nil
  }

  private var stepSeconds: Double { steps.median(\.total) }

  /// A step by two bare passes.
  var forwardRatio: Double { stepSeconds / (2 * passes.median) }

  /// A step by its products at a rate; 0 without products.
  func ratio(to rate: ProductRate) -> Double {
    let flops = steps.median(\.flops)
    return flops > 0 ? stepSeconds * rate.gflops * 1e9 / flops : 0
  }
}

extension [Turn] {
  var steps: [TimedStep] { flatMap(\.steps) }

  func median(_ value: (Turn) -> Double) -> Double { map(value).median }
}

extension [TimedStep] {
  func median(_ value: (TimedStep) -> Double) -> Double { map(value).median }
}

extension [Double] {
  /// 0 when there is none.
  var median: Double { Median.of(self) ?? 0 }
}
