import Graphs
import Tensors
import Training
import Vocabulary

extension Roofs {
  /// What this machine does on the threads that computations use now.
  ///
  /// Products are those of square matrices of 1024 and 2048 rows, the faster of which counts, by
  /// the program's own kernels or by OpenBLAS.
  ///
  /// - Parameter compute: `bf16` to measure products of halves, too.
  /// - Throws: `OutOfMemory`, never without a limit.
  package init(measuring compute: Compute) throws(OutOfMemory) {
    self.init(
      gflops: max(
        try Self.productRate(by: .own), Kernels.blas == nil ? 0 : try Self.productRate(by: .blas)),
      halfGflops: compute == .bf16 ? try Self.productRate(by: .half) : nil,
      gigabytesPerSecond: try Self.memoryRate())
  }

  private static func productRate(
    by multiplier: ProductRate.Multiplier
  ) throws(OutOfMemory) -> Double {
    var best = 0.0
    for side in [1024, 2048] {
      let square = ProductShape(rows: side, inner: side, columns: side)
      best = max(best, try ProductRate([square], by: multiplier).gflops)
    }
    return best
  }

  /// Of `y += a·x`, which reads two numbers and writes one.
  private static func memoryRate() throws(OutOfMemory) -> Double {
    let ledger = Ledger()
    let x = try Buffer(floats: floats, in: .scratch, of: ledger)
    let y = try Buffer(floats: floats, in: .scratch, of: ledger)
    Kernels.fill(x.floats, 1)
    Kernels.fill(y.floats, 1)
    let seconds = Stopwatch.median(of: 7) { Kernels.add(0.5, times: x.floats, to: y.floats) }
    return 3 * 4 * Double(floats) / seconds * 1e-9
  }

  /// Floats of a buffer: 64 MiB for every eight threads, whose last caches hold less by far.
  private static var floats: Int { (Parallel.threads + 7) / 8 * (16 << 20) }
}

extension Stopwatch {
  /// The median seconds of some repetitions, after one that is not timed.
  static func median(of repeats: Int, _ body: () -> Void) -> Double {
    var (times, watch) = ([Double](), Stopwatch())
    for _ in 0...repeats {
      _ = watch.lap()
      body()
      times.append(watch.lap())
    }
    return Array(times.dropFirst()).median
  }
}
