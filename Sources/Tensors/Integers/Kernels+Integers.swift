import CKernels

extension Kernels {
  /// `target += scale · factor of the group · q`, where the target holds elements of `source`.
  ///
  /// - Parameters:
  ///   - factors: of the groups from `first` on, one for each that the elements are in.
  package static func addIntegers(
    of source: WeightView, times factors: FloatView, fromGroup first: Int, scale: Float,
    to target: FloatView
  ) {
    guard let grid = source.grid else { preconditionFailure("not integers") }
    guard target.count > 0 else { return }
    precondition(source.count == target.count)
    let last = grid.scale(of: source.first + source.count - 1)
    precondition(first <= grid.scale(of: source.first) && last - first < factors.count)
    unsafe table.add_integers(
      target.count, grid.kernelShape, source.first, source.base, factors.base, first, scale,
      target.base)
  }

  /// `q ← q − step / s` rounded stochastically, by numbers of the key, and kept within the limits.
  ///
  /// The mean over keys is exact but for the limits: a step below half of s is not lost. Groups
  /// whose scale is 0 stay zero.
  package static func step(
    _ target: WeightView, by step: FloatView, key: RandomKey, tensor: Int
  ) {
    guard let grid = target.grid else { preconditionFailure("not integers") }
    precondition(target.isWritable, "a frozen parameter is never written")
    precondition(target.count == step.count)
    unsafe table.step_integers(
      step.count, grid.kernelShape, target.first, step.base,
      key.site(tensor: tensor, stream: .rounding), target.scaleBase(grid), target.base)
  }

  /// Stores values as the nearest integers, with scales that put the largest of a group at the
  /// limit; the target must be whole groups.
  static func quantize(_ source: FloatView, into target: WeightView) {
    guard let grid = target.grid else { preconditionFailure("not integers") }
    precondition(target.isWritable, "a frozen parameter is never written")
    precondition(target.count == source.count)
    let (start, end) = (target.first % grid.columns, (target.first + target.count) % grid.columns)
    precondition(
      start % IntegerGrid.groupColumns == 0 && end % IntegerGrid.groupColumns == 0,
      "a group is quantized as a whole")
    unsafe table.quantize(
      source.count, grid.kernelShape, target.first, source.base, target.base,
      target.scaleBase(grid))
  }

  static func widenIntegers(_ source: WeightView, _ grid: IntegerGrid, into target: FloatView) {
    guard target.count > 0 else { return }
    unsafe table.widen_integers(
      target.count, grid.kernelShape, source.first, source.base, source.scaleBase(grid),
      target.base)
  }

  /// Rounds every element up or down to a multiple of `unit`, so that its mean over keys is what
  /// it was.
  ///
  /// - Parameters:
  ///   - key: of the numbers that decide, with the tensor and the place of the first element in it.
  package static func roundStochastically(
    _ target: FloatView, to unit: Float, key: RandomKey, tensor: Int, start: Int
  ) {
    precondition(start >= 0 && unit > 0)
    unsafe table.round_stochastic(
      target.count, unit, key.site(tensor: tensor, stream: .rounding), UInt64(start), target.base)
  }
}
