import CKernels
import Vocabulary

/// The C kernels with their counts checked: the only door to them.
public enum Kernels {
  /// Name of the kernel table in use: `avx512`, `avx2`, `portable`.
  package static var tableName: String { unsafe String(cString: zo_kernels().pointee.name) }
  /// The table that suits the processor best, whatever `ZOBENCH_KERNELS` chose.
  package static var processorTableName: String { unsafe String(cString: zo_processor_kernels()) }

  static var table: zo_kernel_table { unsafe zo_kernels().pointee }

  /// `target += scale · z`, elements `start ...` of a tensor's direction.
  public static func addDirection(
    _ elements: Elements, _ scale: Float, key: RandomKey, tensor: Int, start: Int,
    to target: FloatView, stream: RandomStream = .directions
  ) {
    precondition(start >= 0)
    let site = key.site(tensor: tensor, stream: stream)
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.direction_add(
        elements.code, count, scale, site, UInt64(start + first), target.base + first)
    }
  }

  /// Reads stored weights as floats.
  public static func widen(_ source: WeightView, into target: FloatView) {
    precondition(source.count == target.count)
    if let grid = source.grid { return widenIntegers(source, grid, into: target) }
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.widen(
        count, source.format.kernelCode, source.part(first, count).base, target.base + first)
    }
  }

  /// `target = source + scale · z`; the target may be z, the source not of integers.
  public static func displace(
    _ source: WeightView, _ scale: Float, times z: FloatView, into target: FloatView
  ) {
    precondition(source.count == target.count && z.count == target.count)
    precondition(source.grid == nil, "integers are widened first")
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.displace(
        count, source.format.kernelCode, source.part(first, count).base, scale, z.base + first,
        target.base + first)
    }
  }

  /// `lanes[i] = source + scales[i] · z`, elements `start ...` of a tensor's direction: as
  /// `addDirection` to zeros and then `displace` for every lane, with z in registers.
  ///
  /// On the caller's thread. The source must not be of integers; lanes are all of f32, or all of
  /// bf16, to which their values are rounded.
  package static func displace(
    _ source: WeightView, along key: RandomKey, _ elements: Elements, tensor: Int, start: Int,
    by scales: [Float], into lanes: [WeightView]
  ) {
    guard let format = lanes.first?.format else { return }
    precondition(start >= 0 && scales.count == lanes.count && format != .f16)
    precondition(lanes.allSatisfy { $0.count == source.count && $0.format == format })
    precondition(source.grid == nil, "integers are widened first")
    let site = key.site(tensor: tensor, stream: .directions)
    let targets: [UnsafeMutableRawPointer?] = unsafe lanes.map { unsafe $0.base }
    unsafe targets.withUnsafeBufferPointer { targets in
      unsafe table.displace_lanes(
        elements.code, source.count, site, UInt64(start), source.format.kernelCode, source.base,
        lanes.count, scales, format.kernelCode, targets.baseAddress)
    }
  }

  /// `target -= Π factors · Σ scale · z`, elements `start ...` of a tensor's directions: as the sum
  /// of `addDirection`s to zeros, times every factor in turn, subtracted, with nothing in memory.
  ///
  /// Every operation is rounded to f32, and the result to the target's format, which must not be
  /// of integers. Several threads share the elements.
  package static func descend(
    _ target: WeightView, by terms: [DirectionTerm], _ elements: Elements, tensor: Int, start: Int,
    times factors: [Float]
  ) {
    precondition(start >= 0)
    precondition(target.isWritable, "a frozen parameter is never written")
    precondition(target.grid == nil, "integers take steps of their own")
    let sites = terms.map { $0.key.site(tensor: tensor, stream: .directions) }
    let scales = terms.map(\.scale)
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.descend(
        elements.code, count, terms.count, sites, scales, UInt64(start + first), factors.count,
        factors, target.format.kernelCode, target.part(first, count).base)
    }
  }

  /// Stores floats, rounding to nearest even; integers are quantized anew, by whole groups.
  ///
  /// The target must not be frozen.
  public static func narrow(_ source: FloatView, into target: WeightView) {
    if target.grid != nil { return quantize(source, into: target) }
    precondition(source.count == target.count)
    precondition(target.isWritable, "a frozen parameter is never written")
    Parallel.forEachRun(of: source.count) { first, count in
      unsafe table.narrow(
        count, target.format.kernelCode, source.base + first, target.part(first, count).base)
    }
  }

  /// Sets every element of `target`.
  public static func fill(_ target: FloatView, _ value: Float) {
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.fill(count, value, target.base + first)
    }
  }

  /// `target = a + b`; the target may be one of them.
  public static func add(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count)
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.add(count, a.base + first, b.base + first, target.base + first)
    }
  }

  /// `target = a ∘ b`; the target may be one of them.
  public static func multiply(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count)
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.multiply(count, a.base + first, b.base + first, target.base + first)
    }
  }

  /// `target += scale · x`.
  public static func add(_ scale: Float, times x: FloatView, to target: FloatView) {
    precondition(x.count == target.count)
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.scale_add(count, scale, x.base + first, target.base + first)
    }
  }

  /// `target *= factor`.
  public static func scale(_ target: FloatView, by factor: Float) {
    Parallel.forEachRun(of: target.count) { first, count in
      unsafe table.scale(count, factor, target.base + first)
    }
  }

  /// Adds `row` to every row of `target` (rows × row.count).
  public static func add(row: FloatView, toRowsOf target: FloatView) {
    guard row.count > 0 else { return }
    precondition(target.count % row.count == 0)
    Parallel.forEachRows(of: target.count / row.count, columns: row.count) { first, rows in
      unsafe table.add_rows(rows, row.count, row.base, target.base + first * row.count)
    }
  }

  /// Adds the sum over the rows of `x` to `sums`.
  public static func addColumnSums(of x: FloatView, to sums: FloatView) {
    guard sums.count > 0 else { return }
    precondition(x.count % sums.count == 0)
    unsafe table.column_sums(x.count / sums.count, sums.count, x.base, sums.base)
  }

  /// Σ aᵢ·bᵢ in single precision; the counts must agree.
  public static func dot(_ a: FloatView, _ b: FloatView) -> Float {
    precondition(a.count == b.count)
    return unsafe table.dot(a.count, a.base, b.base)
  }

  /// log Σ exp(xᵢ), without overflow.
  public static func logSumExp(_ x: FloatView) -> Float {
    unsafe table.log_sum_exp(x.count, x.base)
  }

  /// `target += coefficient · exp(x − lse)`.
  public static func addExponentials(
    _ coefficient: Float, of x: FloatView, minus lse: Float, to target: FloatView
  ) {
    precondition(x.count == target.count)
    unsafe table.exp_add(x.count, coefficient, lse, x.base, target.base)
  }

  /// Adam moments from the gradient `g`, which becomes the direction of descent.
  public static func adam(
    _ g: FloatView, first m: FloatView, second v: FloatView, beta1: Float, beta2: Float,
    correction1: Float, correction2: Float, epsilon: Float
  ) {
    precondition(m.count == g.count && v.count == g.count)
    unsafe table.adam(
      g.count, beta1, beta2, correction1, correction2, epsilon, m.base, v.base, g.base)
  }
}

/// Room in the address space, where it has a limit (`ulimit -v`).
package enum AddressRoom {
  /// Bytes that can still be mapped; nil without a limit.
  package static var left: Int? { zo_address_limited() != 0 ? Int(zo_room()) : nil }
}

extension Compute {
  /// The library that computes it, such as `oneDNN 2.6.3`; nil for none.
  package var library: String? {
    guard self == .bf16, zo_bf16_state() == Int32(ZO_BF16_READY) else { return nil }
    return unsafe "oneDNN " + String(cString: zo_bf16_version())
  }

  /// - Throws: what this machine lacks for it, with the remedy.
  package func check() throws(InputProblem) {
    guard self == .bf16 else { return }
    switch zo_bf16_state() {
    case Int32(ZO_BF16_READY): return
    case Int32(ZO_BF16_NO_PROCESSOR):
      throw InputProblem(
        at: "compute", "is bf16, but this processor has no AVX512-BF16 instructions; use f32")
    case Int32(ZO_BF16_NO_LIBRARY):
      throw InputProblem(
        .missing, at: "compute",
        "is bf16, which oneDNN computes, but there is no libdnnl.so.3 or libdnnl.so.2; install "
          + "the package libdnnl2 or libdnnl3, name the file in ZOBENCH_ONEDNN, or use f32")
    default:
      throw InputProblem(
        at: "compute",
        "is bf16, but the oneDNN that was found has no usable dnnl_gemm_bf16bf16f32; name the "
          + "file of another one in ZOBENCH_ONEDNN, or use f32")
    }
  }
}
