import Tensors
import Testing
import Vocabulary

/// Products in bf16, where the machine computes them.
@Suite(.enabled(if: Compute.bf16.library != nil, "no oneDNN or no AVX512-BF16"))
struct HalfMatrixTests {
  private let ledger = Ledger()

  private func numbers(_ count: Int, seed: Int) -> [Float] {
    var source = RandomIntegers(RandomKey(seed: seed), .mask)
    return (0..<count).map { _ in Float(source.next() >> 40) / Float(1 << 23) - 1 }
  }

  /// The value of 8 significant bits that is nearest, ties to even.
  private func rounded(_ x: Float) -> Double {
    let bits = x.bitPattern
    return Double(Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000))
  }

  /// x · wᵀ, m × n, with rows that are `gap` elements longer than the result.
  private func product(
    _ x: [Float], _ w: [Float], _ m: Int, _ n: Int, _ k: Int, gap: Int
  ) throws -> [Float] {
    let floats = try Buffer(floats: x.count + w.count, in: .data, of: ledger)
    floats.floats.copy(from: x + w)
    let sizes = [HalfMatrix.floats(m, k), HalfMatrix.floats(n, k)]
    let scratch = try Buffer(floats: sizes[0] + sizes[1], in: .scratch, of: ledger)
    let target = try Buffer(floats: m * (n + gap), in: .data, of: ledger)
    Kernels.fill(target.floats, 7)
    Kernels.multiply(
      HalfMatrix(
        rounding: floats.floats.part(0, x.count), rows: m, columns: k,
        in: scratch.floats.part(0, sizes[0])),
      transposed: HalfMatrix(
        rounding: floats.floats.part(x.count, w.count), rows: n, columns: k,
        in: scratch.floats.part(sizes[0], sizes[1])),
      into: MatrixView(target.floats, rows: m, columns: n, leading: n + gap))
    return target.floats.array
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 33, 65), (64, 48, 96), (70, 97, 256)])
  func productsAreThoseOfTheRoundedFactors(_ m: Int, _ n: Int, _ k: Int) throws {
    let (x, w, gap) = (numbers(m * k, seed: 1), numbers(n * k, seed: 2), 3)
    let found = try product(x, w, m, n, k, gap: gap)
    let (a, b) = (x.map(rounded), w.map(rounded))
    for row in 0..<m {
      for column in 0..<n {
        let exact = (0..<k).reduce(0.0) {
          $0 + a[row * k + $1] * b[column * k + $1]
        }
        let error = abs(Double(found[row * (n + gap) + column]) - exact)
        #expect(error <= 1e-6 * Double(k), "\(row), \(column)")
      }
      if row < m - 1 {
        #expect(found[row * (n + gap) + n..<(row + 1) * (n + gap)].allSatisfy { $0 == 7 })
      }
    }
  }

  @Test func theLibraryIsNamed() {
    #expect(Compute.bf16.library?.hasPrefix("oneDNN ") == true)
    #expect(throws: Never.self) { try Compute.bf16.check() }
  }
}
