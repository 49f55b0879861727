import CKernels

/// The C kernels with their counts checked: the only door to them.
public enum Kernels {
  /// Name of the kernel table in use: `avx512`, `avx2`, `portable`.
  public static var tableName: String { unsafe String(cString: zo_kernels().pointee.name) }
  /// The table that suits the processor best, whatever `ZOBENCH_KERNELS` chose.
  public static var processorTableName: String { unsafe String(cString: zo_processor_kernels()) }
  public static var blasCore: String { unsafe String(cString: zo_blas_core()) }
  public static var blasConfiguration: String { unsafe String(cString: zo_blas_config()) }

  public static func setBLASThreads(_ threads: Int) { zo_blas_set_threads(Int32(threads)) }

  static var table: zo_kernel_table { unsafe zo_kernels().pointee }

  /// `target += scale · z`, elements `start ...` of a tensor's direction.
  public static func addDirection(
    _ elements: Elements, _ scale: Float, key: RandomKey, tensor: Int, start: Int,
    to target: FloatView, stream: RandomStream = .directions
  ) {
    precondition(start >= 0)
    unsafe table.direction_add(
      elements.code, target.count, scale, key.site(tensor: tensor, stream: stream), UInt64(start),
      target.base)
  }

  /// Reads stored weights as floats.
  public static func widen(_ source: WeightView, into target: FloatView) {
    precondition(source.count == target.count)
    if let grid = source.grid { return widenIntegers(source, grid, into: target) }
    unsafe table.widen(target.count, source.format.kernelCode, source.base, target.base)
  }

  /// Stores floats, rounding to nearest even; integers are quantised anew, by whole groups.
  ///
  /// The target must not be frozen.
  public static func narrow(_ source: FloatView, into target: WeightView) {
    if target.grid != nil { return quantize(source, into: target) }
    precondition(source.count == target.count)
    precondition(target.isWritable, "a frozen parameter is never written")
    unsafe table.narrow(source.count, target.format.kernelCode, source.base, target.base)
  }

  public static func fill(_ target: FloatView, _ value: Float) {
    unsafe table.fill(target.count, value, target.base)
  }

  /// `target = a + b`; the target may be one of them.
  public static func add(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count)
    unsafe table.add(target.count, a.base, b.base, target.base)
  }

  /// `target = a ∘ b`; the target may be one of them.
  public static func multiply(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count)
    unsafe table.multiply(target.count, a.base, b.base, target.base)
  }

  /// `target += scale · x`.
  public static func add(_ scale: Float, times x: FloatView, to target: FloatView) {
    precondition(x.count == target.count)
    unsafe table.scale_add(target.count, scale, x.base, target.base)
  }

  public static func scale(_ target: FloatView, by factor: Float) {
    unsafe table.scale(target.count, factor, target.base)
  }

  /// Adds `row` to every row of `target` (rows × row.count).
  public static func add(row: FloatView, toRowsOf target: FloatView) {
    guard row.count > 0 else { return }
    precondition(target.count % row.count == 0)
    unsafe table.add_rows(target.count / row.count, row.count, row.base, target.base)
  }

  /// Adds the sum over the rows of `x` to `sums`.
  public static func addColumnSums(of x: FloatView, to sums: FloatView) {
    guard sums.count > 0 else { return }
    precondition(x.count % sums.count == 0)
    unsafe table.column_sums(x.count / sums.count, sums.count, x.base, sums.base)
  }

  public static func dot(_ a: FloatView, _ b: FloatView) -> Float {
    precondition(a.count == b.count)
    return unsafe table.dot(a.count, a.base, b.base)
  }

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
