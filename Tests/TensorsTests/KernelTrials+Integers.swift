import CKernels

extension KernelTableTests.Trial {
  /// A matrix of integers, and the element from which the kernels go through it.
  private struct Matrix {
    var bits: Int32
    var columns: Int
    var start: Int

    var shape: zo_integers { zo_integers(bits: bits, columns: columns) }
    var name: String { "\(bits)-bit integers, \(columns) columns, from \(start)" }

    /// Integers and scales of these values, again and again.
    func stored(_ table: zo_kernel_table, _ values: [Float]) -> (bytes: [UInt8], scales: [Float]) {
      let count = columns * ((start + 1000) / columns + 1)
      var bytes = [UInt8](repeating: 0, count: count)
      var scales = [Float](repeating: 0, count: count / columns * (columns / 128 + 1))
      table.quantize(
        count, shape, 0, (0..<count).map { values[$0 % values.count] }, &bytes, &scales)
      return (bytes, scales)
    }
  }

  /// Rows that share two scales, rows of an odd length, and beginnings on odd places.
  static let integers: [Trial] =
    [Int32(8), 4].flatMap { bits in
      [(256, 0), (37, 0), (37, 37), (256, 3)].flatMap {
        trials(Matrix(bits: bits, columns: $0, start: $1))
      }
    }
    + [UInt64(0), 3, 64].map { start in
      Trial(testDescription: "round_stochastic from \(start)") { table, n, a, _, _ in
        table.round_stochastic(3 * n, 0.5, zo_site(key: (9, 1), tensor: 3, stream: 1), start, &a)
      }
    }

  private static func trials(_ matrix: Matrix) -> [Trial] {
    [
      Trial(testDescription: matrix.name + ", read") { table, n, a, b, c in
        let (bytes, scales) = matrix.stored(table, a)
        table.widen_integers(3 * n, matrix.shape, matrix.start, bytes, scales, &b)
        table.add_integers(3 * n, matrix.shape, matrix.start, bytes, scales, 0, 0.3, &c)
      },
      Trial(testDescription: matrix.name + ", stepped") { table, n, a, b, c in
        var (bytes, scales) = matrix.stored(table, a)
        let site = zo_site(key: (17, 4), tensor: 2, stream: 1)
        table.step_integers(3 * n, matrix.shape, matrix.start, b, site, scales, &bytes)
        table.widen_integers(3 * n, matrix.shape, matrix.start, bytes, scales, &c)
        scales = []
      },
    ]
  }
}
