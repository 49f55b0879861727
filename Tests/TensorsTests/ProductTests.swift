import Tensors
import Testing
import Vocabulary

/// Products of matrices, against sums in double precision.
@Suite struct ProductTests {
  private final class Problem {
    let (m, n, k): (Int, Int, Int)
    let (a, b, c): (MatrixView, MatrixView, MatrixView)
    private let buffer: Buffer
    private let parts: [FloatView]

    /// Factors of normal numbers, transposed in memory if asked, in rows that have a gap between.
    init(_ shape: (Int, Int, Int), transposed: (Bool, Bool)) throws {
      (m, n, k) = shape
      let sizes = [
        transposed.0 ? (k, m) : (m, k), transposed.1 ? (n, k) : (k, n), (m, n),
      ]
      let counts = sizes.map { rows, columns in rows * (columns + 3) }
      buffer = try Buffer(floats: counts.reduce(0, +), in: .scratch, of: Ledger())
      let floats = buffer.floats
      Kernels.addDirection(.gaussian, 1, key: RandomKey(seed: 3), tensor: 0, start: 0, to: floats)
      parts = counts.indices.map { floats.part(counts[..<$0].reduce(0, +), counts[$0]) }
      let views = zip(parts, sizes).map { part, size in
        MatrixView(part, rows: size.0, columns: size.1, leading: size.1 + 3)
      }
      a = transposed.0 ? views[0].transposed : views[0]
      b = transposed.1 ? views[1].transposed : views[1]
      c = views[2]
    }

    func element(_ factor: Int, _ row: Int, _ column: Int, isTransposed: Bool = false) -> Double {
      let (i, j) = isTransposed ? (column, row) : (row, column)
      let leading = [isTransposed ? m : k, isTransposed ? k : n, n][factor] + 3
      return Double(parts[factor].part(i * leading + j, 1).array[0])
    }

    /// Row `index` of a factor as it lies in memory.
    func vector(_ factor: Int, _ index: Int) -> MatrixView {
      MatrixView(parts[factor], offset: index * (k + 3), rows: 1, columns: k)
    }

    var result: [Float] { parts[2].array }
  }

  private static let shapes = [
    (1, 1, 1), (1, 70, 300), (3, 16, 8), (6, 15, 255), (7, 33, 257), (25, 40, 600), (64, 5, 1),
    // Rows that pass by two blocks of columns, beside all that can be left of either.
    (2, 129, 257), (3, 97, 300), (11, 100, 40), (20, 200, 64), (23, 65, 33),
  ]

  @Test(arguments: shapes, [(false, false), (false, true), (true, false), (true, true)])
  func areSums(_ shape: (Int, Int, Int), transposed: (Bool, Bool)) throws {
    let problem = try Problem(shape, transposed: transposed)
    let before = (0..<problem.m).map { row in
      (0..<problem.n).map { problem.element(2, row, $0) }
    }
    Kernels.multiply(problem.a, problem.b, into: problem.c, alpha: 0.5, beta: -2)
    for row in 0..<problem.m {
      for column in 0..<problem.n {
        let products = (0..<problem.k).map {
          problem.element(0, row, $0, isTransposed: transposed.0)
            * problem.element(1, $0, column, isTransposed: transposed.1)
        }
        let wanted = 0.5 * products.reduce(0, +) - 2 * before[row][column]
        let size = products.reduce(0) { $0 + abs($1) } + 2 * abs(before[row][column])
        let found = problem.element(2, row, column)
        #expect(abs(found - wanted) <= 1e-6 * size, "\(row), \(column)")
      }
    }
  }

  /// What lies between the rows of a result stays, and with a beta of 0 what lay there is not read.
  @Test func touchNothingElse() throws {
    let problem = try Problem((7, 33, 257), transposed: (false, true))
    let before = problem.result
    Kernels.multiply(problem.a, problem.b, into: problem.c, beta: .nan)
    Kernels.multiply(problem.a, problem.b, into: problem.c)
    for (index, value) in problem.result.enumerated() {
      if index % 36 < 33 { #expect(value.isFinite) } else { #expect(value == before[index]) }
    }
  }

  /// An element has the same bits in a product of any other rows and columns.
  @Test(arguments: shapes) func areTheSameInParts(_ shape: (Int, Int, Int)) throws {
    let problem = try Problem(shape, transposed: (false, true))
    Kernels.multiply(problem.a, problem.b, into: problem.c)
    let whole = problem.result
    let (m, n, _) = shape
    let part = try Buffer(floats: 1, in: .scratch, of: Ledger())
    let factors = try Problem(shape, transposed: (false, true))
    for (row, column) in [(0, 0), (m - 1, n - 1), (m / 2, n / 3)] {
      Kernels.multiply(
        factors.vector(0, row), factors.vector(1, column).transposed,
        into: MatrixView(part.floats, rows: 1, columns: 1))
      #expect(part.floats.array[0] == whole[row * (n + 3) + column])
    }
  }
}
