import Tensors
import Testing
import Vocabulary

/// Products at one thread and at several: what of that is the same.
///
/// The number of threads is the process's, and other tests multiply at the same time; so nothing
/// here depends on two threads being really at work.
@Suite struct ProductThreadsTests {
  private func product(_ m: Int, _ n: Int, _ k: Int, threads: Int) throws -> [Float] {
    let buffer = try Buffer(floats: m * k + k * n + m * n, in: .scratch, of: Ledger())
    let factors = buffer.floats.part(0, m * k + k * n)
    Kernels.addDirection(
      .gaussian, 1, key: RandomKey(seed: 3), tensor: 0, start: 0, to: factors)
    let result = buffer.floats.part(m * k + k * n, m * n)
    Parallel.setThreads(threads)
    defer { Parallel.setThreads(1) }
    Kernels.multiply(
      MatrixView(factors, rows: m, columns: k),
      MatrixView(factors, offset: m * k, rows: k, columns: n),
      into: MatrixView(result, rows: m, columns: n))
    return result.array
  }

  /// Below 8 M multiply-adds one thread multiplies, whatever is allowed.
  @Test(arguments: [(64, 64, 64), (200, 200, 200), (1, 2048, 2048)])
  func smallProductsAreTheSameBitForBit(_ m: Int, _ n: Int, _ k: Int) throws {
    #expect(try product(m, n, k, threads: 1) == product(m, n, k, threads: 2))
  }

  /// OpenBLAS divides larger ones among threads and sums in another order: with its Haswell and Zen
  /// kernels bits differ at every shape that was tried, with its SkylakeX kernels at one of twelve.
  @Test(arguments: [(300, 300, 300), (1000, 257, 333), (64, 64, 4096)])
  func largeProductsAreTheSameWithinRounding(_ m: Int, _ n: Int, _ k: Int) throws {
    let (one, two) = (try product(m, n, k, threads: 1), try product(m, n, k, threads: 2))
    let bound = 4e-6 * Double(k).squareRoot()
    for (a, b) in zip(one, two) {
      #expect(abs(Double(a) - Double(b)) <= bound)
    }
  }
}
