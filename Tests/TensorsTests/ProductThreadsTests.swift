import Tensors
import Testing
import Vocabulary

/// Products at one thread and at several are the same.
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
    let before = Parallel.threads
    Parallel.setThreads(threads)
    defer { Parallel.setThreads(before) }
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

  /// Larger ones are divided into tiles of their shape, whatever the number of threads, by columns
  /// or by rows.
  @Test(
    arguments: [
      (300, 300, 300), (1000, 257, 333), (257, 1000, 333), (64, 64, 4096), (16, 5000, 256),
    ],
    [2, 4, 5])
  func largeProductsAreTheSameBitForBit(_ shape: (Int, Int, Int), threads: Int) throws {
    let (m, n, k) = shape
    #expect(try product(m, n, k, threads: 1) == product(m, n, k, threads: threads))
  }
}
