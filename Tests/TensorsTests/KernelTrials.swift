import CKernels

extension KernelTableTests.Trial {
  typealias Trial = KernelTableTests.Trial

  /// Every kernel of the table; buffers hold three rows of n, of which rowless kernels use one.
  static let all: [Trial] =
    directions + formats + integers + bits + flat + moments + factored + rows + functions
    + products

  private static let directions = [Int32(0), 1].flatMap { kind in
    [UInt64(0), 3, 64, 2047, 5_000_000_011].map { start in
      Trial(testDescription: "direction \(kind) from \(start)") { table, n, a, _, _ in
        let site = zo_site(key: (17, 4), tensor: 2, stream: 0)
        table.direction_add(kind, 3 * n, 0.37, site, start, &a)
      }
    } + [
      Trial(testDescription: "direction \(kind) in whole groups") { table, n, a, _, _ in
        let site = zo_site(key: (17, 4), tensor: 2, stream: 0)
        a = [Float](repeating: 0.25, count: 4200 + n)
        table.direction_add(kind, a.count, 0.37, site, 1984, &a)
      }
    ]
  }

  /// Rows, columns and depths that fill blocks and do not.
  private static let products = [(1, 1, 1), (5, 33, 7), (13, 64, 300), (29, 95, 513)].flatMap {
    m, n, k in
    [(0, 0), (0, 1), (1, 0), (1, 1)].map { (transposed: (Int32, Int32)) in
      Trial(testDescription: "product \(m) × \(n) × \(k), \(transposed)") { table, _, x, y, c in
        let (a, b) = (filled(m * k, from: x), filled(k * n, from: y))
        c = filled(m * n, from: y)
        a.withUnsafeBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            c.withUnsafeMutableBufferPointer { c in
              table.product(
                zo_product(
                  transpose_a: transposed.0, transpose_b: transposed.1, m: m, n: n, k: k,
                  alpha: 0.7, a: a.baseAddress, lda: transposed.0 == 0 ? k : m, b: b.baseAddress,
                  ldb: transposed.1 == 0 ? n : k, beta: 0.3, c: c.baseAddress, ldc: n))
            }
          }
        }
      }
    }
  }

  private static func filled(_ count: Int, from values: [Float]) -> [Float] {
    (0..<count).map { values[$0 % values.count] * Float($0 % 7 + 1) }
  }

  private static let formats =
    directionsAtOnce
    + [Int32(0), 1, 2].map { format in
      Trial(testDescription: "format \(format)") { table, n, a, b, c in
        table.narrow(n, format, a, &b)
        table.widen(n, format, b, &c)
        table.displace(n, format, b, 0.31, a, &c)
      }
    }

  private static let directionsAtOnce = [Int32(0), 1].flatMap { kind in
    [Int32(0), 1].map { format in
      Trial(testDescription: "directions \(kind) at once in format \(format)") {
        table, n, a, b, c in
        let site = zo_site(key: (17, 4), tensor: 2, stream: 0)
        let whole = [Float](repeating: 0.25, count: 512 + n)
        var (plus, minus) = (whole, whole)
        plus.withUnsafeMutableBytes { first in
          minus.withUnsafeMutableBytes { second in
            let places = [first.baseAddress, second.baseAddress]
            table.displace_lanes(
              kind, whole.count, site, 1984, 0, whole, 2, [0.3, -0.3], format, places)
          }
        }
        table.descend(kind, n, 2, [site, site], [0.2, 0.4], 7, 1, [0.9], format, &a)
        for index in 0..<n { (b[index], c[index]) = (plus[index + 256], minus[index + 500]) }
      }
    }
  }

  private static let flat = [
    Trial(testDescription: "fill") { table, n, a, _, _ in table.fill(n, 2.5, &a) },
    Trial(testDescription: "add") { table, n, a, b, c in table.add(n, a, b, &c) },
    Trial(testDescription: "multiply") { table, n, a, b, c in table.multiply(n, a, b, &c) },
    Trial(testDescription: "scale_add") { table, n, a, b, _ in table.scale_add(n, 0.3, a, &b) },
    Trial(testDescription: "scale") { table, n, a, _, _ in table.scale(n, 0.7, &a) },
    Trial(testDescription: "dot") { table, n, a, b, c in c[0] = table.dot(3 * n, a, b) },
    Trial(testDescription: "log_sum_exp") { table, n, a, _, c in
      c[0] = table.log_sum_exp(3 * n, a)
    },
    Trial(testDescription: "exp_add") { table, n, a, b, _ in
      table.exp_add(n, 0.4, 1.5, a, &b)
    },
    Trial(testDescription: "adam") { table, n, a, b, c in
      for index in b.indices { b[index] = b[index].magnitude }
      table.adam(n, 0.9, 0.99, 0.1, 0.01, 1e-8, &a, &b, &c)
    },
  ]

  private static let moments = [
    Trial(testDescription: "add_squares") { table, n, a, b, _ in
      table.add_squares(3 * n, 0.3, a, 0.9, &b)
    },
    Trial(testDescription: "add_scaled") { table, n, a, b, _ in
      table.add_scaled(3 * n, 0.3, a, 0.9, &b)
    },
    Trial(testDescription: "divide_by_root") { table, n, a, b, _ in
      table.divide_by_root(3 * n, 0.3, 0.9, 0.01, 1e-5, a.map(\.magnitude), &b)
    },
    Trial(testDescription: "grow_curvature") { table, n, a, b, _ in
      table.grow_curvature(3 * n, 0.9, 0.2, a, &b)
    },
  ]

  private static let factored = [0, 1, 2, 3].map { form in
    Trial(testDescription: "low_rank_add \(form)") { table, n, a, b, c in
      let (rows, rank) = (7, 3)
      let inputs = [a, b, c].map { input in (0..<9).flatMap { _ in input } }
      let (left, core, right) = (inputs[0], inputs[1], inputs[2])
      c = [Float](repeating: 0.5, count: rows * (n + 2) - 1)
      left.withUnsafeBufferPointer { left in
        core.withUnsafeBufferPointer { core in
          right.withUnsafeBufferPointer { right in
            let m = zo_low_rank(
              rows: rows, columns: n + 2, rank: rank, diagonal: form == 3 ? 1 : 0, factor: 0.7,
              left: form == 1 ? nil : left.baseAddress, core: core.baseAddress,
              right: form == 2 ? nil : right.baseAddress)
            table.low_rank_add(c.count, m, 0.4, 1, &c)
          }
        }
      }
    }
  }

  private static let bits = [
    Trial(testDescription: "keep_bits") { table, n, a, b, _ in table.keep_bits(3 * n, b, 5, &a) },
    Trial(testDescription: "draw_bits") { table, n, _, b, _ in
      table.draw_bits(
        7 * n, 3 * n, zo_site(key: (17, 4), tensor: 2, stream: 4), 5, &b)
    },
    Trial(testDescription: "draw_share") { table, n, _, b, _ in
      table.draw_share(
        7 * n, 1 << 30, zo_site(key: (17, 4), tensor: 2, stream: 4), 5, &b)
    },
  ]

  private static let rows: [Trial] =
    [
      Trial(testDescription: "add_rows") { table, n, a, b, _ in table.add_rows(3, n, a, &b) },
      Trial(testDescription: "column_sums") { table, n, a, b, _ in
        table.column_sums(3, n, a, &b)
      },
      Trial(testDescription: "softmax") { table, n, a, _, _ in
        table.softmax(3, n, 0, 0, 0, 0.5, &a)
      },
      Trial(testDescription: "softmax, causal window") { table, n, a, _, _ in
        guard n > 3 else { return }
        table.softmax(3, n, 1, n - 3, 2, 0.5, &a)
      },
      Trial(testDescription: "softmax_jacobian") { table, n, a, b, _ in
        table.softmax_jacobian(3, n, a, &b)
      },
      Trial(testDescription: "rotate") { table, n, a, b, c in
        table.rotate(1, 3, n / 2 * 2, n / 2 * 2, -1, a, b, Array(c), &c)
      },
      Trial(testDescription: "rotate, in part") { table, n, a, b, c in
        table.rotate(1, 3, n, n / 4 * 2, -1, a, b, Array(c), &c)
      },
    ]
    + [Int32(0), 1].flatMap { centered in
      [
        Trial(testDescription: "norm \(centered)") { table, n, a, b, c in
          table.norm(3, n, centered, 1e-5, a, b, nil, &c)
          table.norm(2, n, centered, 1e-5, Array(c), b, a, &c)
        },
        Trial(testDescription: "norm_jacobian \(centered)") { table, n, a, b, c in
          table.norm_jacobian(3, n, centered, 1e-5, a, b, Array(c), &c)
        },
        Trial(testDescription: "norm_scale_gradient \(centered)") { table, n, a, b, c in
          table.norm_scale_gradient(3, n, centered, 1e-5, a, b, &c)
        },
      ]
    }

  private static let functions = (Int32(0)...4).flatMap { kind in
    [
      Trial(testDescription: "activate \(kind)") { table, n, a, b, _ in
        table.activate(kind, 3 * n, a, &b)
      },
      Trial(testDescription: "activate_gradient \(kind)") { table, n, a, b, c in
        table.activate_gradient(kind, 3 * n, a, b, &c)
      },
    ]
  }
}
