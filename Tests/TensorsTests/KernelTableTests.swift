import CKernels
import Tensors
import Testing

/// Every kernel table that this processor can run gives the same bits.
@Suite struct KernelTableTests {
  /// A kernel on buffers `a`, `b`, `c` of n elements; what it leaves in them is compared.
  struct Trial: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var run: @Sendable (zo_kernel_table, Int, inout [Float], inout [Float], inout [Float]) -> Void
  }

  static let sizes = [1, 7, 15, 16, 17, 31, 63, 64, 65, 127, 200, 331]

  static var tables: [zo_kernel_table] {
    ["portable", "avx2", "avx512"].compactMap { (name: String) in
      zo_kernels_named(name)?.pointee
    }
  }

  private static func input(_ seed: Int, _ count: Int) -> [Float] {
    var numbers = RandomIntegers(RandomKey(seed: seed), .mask)
    return (0..<count).map { _ in 4 * (Float(numbers.next() >> 40) / Float(1 << 23) - 1) }
  }

  @Test(arguments: Trial.all)
  func tablesAgree(_ trial: Trial) throws {
    let reference = try #require(zo_kernels_named("portable")).pointee
    for size in Self.sizes {
      let expected = Self.result(trial, reference, size)
      for table in Self.tables {
        #expect(
          Self.result(trial, table, size) == expected,
          "\(String(cString: table.name)) differs on \(size) elements")
      }
    }
  }

  /// The bits of the three buffers, so that NaN equals NaN and −0 does not equal 0.
  private static func result(_ trial: Trial, _ table: zo_kernel_table, _ size: Int) -> [UInt32] {
    var (a, b, c) = (input(1, 3 * size), input(2, 3 * size), input(3, 3 * size))
    trial.run(table, size, &a, &b, &c)
    return (a + b + c).map(\.bitPattern)
  }
}
