import Tensors
import Vocabulary

/// Rows of a parameter move with the covariance (ρ·I + a·aᵀ)⁻¹, whose a is learnt (LOREN).
///
/// `u = (z − κ·a·(aᵀz)/‖a‖²)/√ρ` for each row z of a Gaussian, κ = 1 − √(ρ/(ρ + ‖a‖²)). a (n floats
/// of m × n; a vector is one row) goes down the expected loss by the score function: with slopes
/// cᵢ that add up to zero, as of leave-one-out, `a ← a + ν·Σ cᵢ·(1/m)·Σ_rows u·(uᵀa)`. It begins as
/// a Gaussian of ‖a‖² ≈ ρ, for at zero it would stay. arXiv:2511.07971.
public struct LearntCovariance: DirectionRecipe {
  /// ρ.
  public var damping: Float
  /// ν.
  public var rate: Float

  /// A covariance that is learned during the run.
  public init(damping: Float = 1, rate: Float = 1e-3) {
    self.damping = damping
    self.rate = rate
  }

  public var isComposite: Bool { false }
  public var refusesMasks: String? { "its covariance is of whole rows" }

  /// a of every parameter.
  static func count(_ space: TrainedSpace) -> Int {
    space.slices.reduce(0) { $0 + $1.columns }
  }

  /// A row, and the change of a.
  static func widest(_ space: TrainedSpace) -> Int { space.slices.map(\.columns).max() ?? 0 }

  public func memory(_ space: TrainedSpace) -> AccountBytes {
    AccountBytes([
      .directions: 4 * Self.count(space), .scratch: 8 * Self.widest(space),
    ])
  }

  public func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try LearntCovarianceDirections(self, space, ledger: ledger)
  }
}

final class LearntCovarianceDirections: LiveDirections {
  private let recipe: LearntCovariance
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let spikes: Buffer
  private let scratch: Buffer
  private let starts: [Int]
  /// κ/‖a‖² of each parameter.
  private var shrinkages: [Float]

  init(
    _ recipe: LearntCovariance, _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    let pieces = space.pieces { $0.columns }
    starts = pieces.starts
    shrinkages = Array(repeating: 0, count: space.layout.slices.count)
    spikes = try Buffer(floats: pieces.count, in: .directions, of: ledger)
    scratch = try Buffer(
      floats: 2 * LearntCovariance.widest(space), in: .scratch, of: ledger)
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  private func spike(_ slice: Slice) -> FloatView {
    spikes.floats.part(starts[slice.index], slice.columns)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    guard moment.step == 1 else { return }
    for slice in space.slices {
      let a = spike(slice)
      Kernels.fill(a, 0)
      Kernels.addDirection(
        .gaussian, (recipe.damping / Float(slice.columns)).squareRoot(),
        key: key.folding(.rightFactor), tensor: slice.index, start: 0, to: a)
      measure(slice)
    }
  }

  private func measure(_ slice: Slice) {
    let (square, damping) = (Kernels.sumOfSquares(spike(slice)), Double(recipe.damping))
    let share = 1 - (damping / (damping + square)).squareRoot()
    shrinkages[slice.index] = square > 0 ? Float(share / square) : 0
  }

  /// A row of the Gaussian.
  private func row(_ row: Int, _ key: RandomKey, _ slice: Slice) -> FloatView {
    let z = scratch.floats.part(0, slice.columns)
    Kernels.fill(z, 0)
    dense.add(1, key: key, to: z, of: slice, from: row * slice.columns)
    return z
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let (a, width) = (spike(slice), slice.columns)
    let scale = scale / recipe.damping.squareRoot()
    var done = 0
    while done < chunk.count {
      let (i, j) = ((start + done) / width, (start + done) % width)
      let target = chunk.part(done, min(width - j, chunk.count - done))
      let z = row(i, key, slice)
      let along = shrinkages[slice.index] * Kernels.dot(z, a)
      Kernels.add(scale, times: z.part(j, target.count), to: target)
      Kernels.add(-scale * along, times: a.part(j, target.count), to: target)
      done += target.count
    }
  }

  func finish(_ estimate: Estimate) {
    guard recipe.rate != 0, let terms = estimate.terms else { return }
    for slice in space.slices {
      let a = spike(slice)
      let change = scratch.floats.part(LearntCovariance.widest(space), slice.columns)
      Kernels.fill(change, 0)
      for term in terms {
        for row in 0..<slice.rows {
          let (u, along) = whitened(row, term.key, slice)
          Kernels.add(term.scale * along, times: u, to: change)
        }
      }
      Kernels.add(recipe.rate / Float(slice.rows), times: change, to: a)
      measure(slice)
    }
  }

  /// A row u, and uᵀa.
  private func whitened(
    _ number: Int, _ key: RandomKey, _ slice: Slice
  ) -> (FloatView, Float) {
    let (u, a) = (row(number, key, slice), spike(slice))
    Kernels.add(-shrinkages[slice.index] * Kernels.dot(u, a), times: a, to: u)
    Kernels.scale(u, by: 1 / recipe.damping.squareRoot())
    return (u, Kernels.dot(u, a))
  }
}
