import Tensors
import Testing
import Vocabulary

/// Storage formats round to nearest even and keep what they can keep.
@Suite struct NarrowingTests {
  /// Ties, neighbors of ties, subnormals, overflow, infinities, NaN; then patterns at random.
  private static let inputs: [Float] = {
    var numbers = RandomIntegers(RandomKey(seed: 4), .mask)
    let patterns: [UInt32] = [
      0x3f80_8000, 0x3f81_8000, 0x3f80_8001, 0x3f80_7fff, 0x3f80_1000, 0x3f80_3000, 0x3f80_1001,
      0x7f7f_ffff, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7f80_0001, 0xffff_ffff, 0x8000_0000,
      0x0000_0001, 0x3380_0000, 0x3300_0000, 0x3300_0001, 0x3880_0000, 0x387f_ffff, 0x477f_e000,
      0x477f_efff, 0x477f_f000, 0x0080_0000, 0x007f_ffff,
    ]
    let random = (0..<4000).map { _ in UInt32(truncatingIfNeeded: numbers.next()) }
    let unit = (0..<1003).map { _ in Float(numbers.next() >> 40) / Float(1 << 23) - 1 }
    return (patterns + random).map { Float(bitPattern: $0) } + unit
  }()

  private static func stored(_ values: [Float], _ format: StorageFormat) throws -> [UInt16] {
    let ledger = Ledger()
    let source = try Buffer(floats: values.count, in: .scratch, of: ledger)
    let target = try Buffer(
      byteCount: values.count * format.byteCount, in: .weights, of: ledger)
    source.floats.copy(from: values)
    let view = target.weights(format)
    Kernels.narrow(source.floats, into: view)
    return view.withBytes { Array($0.bindMemory(to: UInt16.self)) }
  }

  private static func widened(_ bits: [UInt16], _ format: StorageFormat) throws -> [Float] {
    let ledger = Ledger()
    let source = try Buffer(byteCount: bits.count * 2, in: .weights, of: ledger)
    let target = try Buffer(floats: bits.count, in: .scratch, of: ledger)
    bits.withUnsafeBytes { source.weights(format).copy(bytes: $0) }
    Kernels.widen(source.weights(format), into: target.floats)
    return target.floats.array
  }

  /// Nearest bf16, ties to even, by the bits that are dropped.
  private static func bf16(_ x: Float) -> UInt16 {
    let low = UInt16(x.bitPattern >> 16)
    let rest = x.bitPattern & 0xffff
    if rest > 0x8000 || (rest == 0x8000 && low % 2 == 1) { return low + 1 }
    return low
  }

  @Test func bf16RoundsToNearestEven() throws {
    for (x, bits) in zip(Self.inputs, try Self.stored(Self.inputs, .bf16)) {
      if x.isNaN {
        #expect(bits & 0x7f80 == 0x7f80 && bits & 0x7f != 0)
      } else {
        #expect(bits == Self.bf16(x), "\(x)")
      }
    }
  }

  @Test func f16RoundsToNearestEven() throws {
    for (x, bits) in zip(Self.inputs, try Self.stored(Self.inputs, .f16)) {
      if x.isNaN {
        #expect(bits & 0x7c00 == 0x7c00 && bits & 0x3ff != 0)
      } else {
        #expect(bits == Self.f16(Double(x)), "\(x)")
      }
    }
  }

  /// Nearest f16, ties to even, from arithmetic alone: no conversion of the compiler's.
  private static func f16(_ x: Double) -> UInt16 {
    let sign: UInt16 = x.sign == .minus ? 0x8000 : 0
    let size = x.magnitude
    if size >= 65520 { return sign | 0x7c00 }
    let exponent = max(size == 0 ? -14 : Int(size.exponent), -14)
    let unit = Double(sign: .plus, exponent: exponent - 10, significand: 1)
    let digits = Int((size / unit).rounded(.toNearestOrEven))
    return sign | UInt16((exponent + 14) * 1024 + digits)
  }

  @Test(arguments: [StorageFormat.bf16, .f16])
  func everyPatternSurvivesTheRoundTrip(_ format: StorageFormat) throws {
    let bits = (0...UInt16.max).map { $0 }
    let values = try Self.widened(bits, format)
    for (pattern, back) in zip(bits, try Self.stored(values, format)) {
      let value = values[Int(pattern)]
      let (mantissa, name) = format == .bf16 ? (UInt16(0x7f), "bf16") : (UInt16(0x3ff), "f16")
      if value.isNaN {
        #expect(pattern & mantissa != 0 && back & mantissa != 0, "\(name) \(pattern)")
      } else {
        #expect(back == pattern, "\(name) \(pattern)")
      }
    }
  }
}
