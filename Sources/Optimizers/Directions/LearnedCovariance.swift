import Tensors
import Vocabulary

/// A parameter moves with less variance along one direction that is learned, 1_m ⊗ a (LOREN).
///
/// With A = 1_m ⊗ a, the vector a of n floats tiled over the m rows (a vector is one row), and
/// s = ‖A‖² = m·‖a‖²: `u = z − (√ρ + √(ρ + s))·(A·z)/(s·√(ρ + s)) · A`, whose covariance is
/// ρ·(ρ·I + A·Aᵀ)⁻¹. a begins as N(0, I). After a step it goes down the expected loss by the score
/// function, query after query: with fᵢ = Lᵢ − L̄,
/// `a ← (1 − ν·λ)·a − ν·fᵢ·ε²/((K − 1)·√(ρ + s)) · Σ_rows (c₁ − c₂)`, c₁ = (A·z)·z − A,
/// c₂ = (√ρ + √(ρ + s))·((A·z)² − s)/(s·√(ρ + s)) · A. AAAI 2026, arXiv:2511.07971;
/// github.com/hseung88/loren, model/glue_transformer_loren.py. That code makes the update's uᵢ
/// again from an a which earlier queries of the step have changed, by about one part in 10⁵; here
/// the update goes along what was probed.
package struct LearnedCovariance: DirectionRecipe {
  /// ρ.
  package var damping: Float
  /// ν.
  package var rate: Float
  /// λ of a.
  package var decay: Float
  /// The distance of the probes.
  package var epsilon: Scheduled

  /// A covariance that is learned during the run.
  package init(
    damping: Float = 0.1, rate: Float = 1e-3, decay: Float = 0.01, epsilon: Scheduled = 1e-3
  ) {
    self.damping = damping
    self.rate = rate
    self.decay = decay
    self.epsilon = epsilon
  }

  package var isComposite: Bool { false }
  package var needs: [Need] { .wholeSteps(because: "its covariance is of whole parameters") }

  /// a of every parameter; a row, and the sum of all.
  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    let widest = space.slices.map(\.columns).max() ?? 0
    return [
      .floats("spikes", spikes(space).count, .directions), .floats("row", widest, .scratch),
      .floats("sum", widest, .scratch),
    ]
  }

  /// Where a of every parameter begins, and the floats of all.
  func spikes(_ space: TrainedSpace) -> (starts: [Int], count: Int) {
    space.pieces { $0.columns }
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try LearnedCovarianceDirections(self, space, ledger: ledger)
  }
}

final class LearnedCovarianceDirections: LiveDirections {
  private let recipe: LearnedCovariance
  private let space: TrainedSpace
  private let dense: DenseDirections
  private let memory: Allocation
  private let spikes: FloatView
  private let row: FloatView
  private let sum: FloatView
  private let starts: [Int]
  private var distance: Double = 0
  /// What u takes of A for each key and parameter, made at its first use in a step.
  private var shares: [RandomKey: [Int: Float]] = [:]

  init(
    _ recipe: LearnedCovariance, _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    starts = recipe.spikes(space).starts
    memory = try recipe.blueprint(space).build(ledger)
    spikes = memory.floats("spikes")
    (row, sum) = (memory.floats("row"), memory.floats("sum"))
  }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  private func spike(_ slice: Slice) -> FloatView {
    spikes.part(starts[slice.index], slice.columns)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    distance = Double(recipe.epsilon.value(at: moment))
    shares = [:]
    guard moment.step == 1 else { return }
    for slice in space.slices {
      Kernels.fill(spike(slice), 0)
      Kernels.addDirection(
        .gaussian, 1, key: key.folding(.rightFactor), tensor: slice.index, start: 0,
        to: spike(slice))
    }
  }

  /// s = ‖A‖², √(ρ + s), and (√ρ + √(ρ + s))/(s·√(ρ + s)).
  private func measures(_ slice: Slice) -> (square: Double, root: Double, factor: Double) {
    let square = Double(slice.rows) * Kernels.sumOfSquares(spike(slice))
    let damping = Double(recipe.damping)
    let root = (damping + square).squareRoot()
    return (square, root, square > 0 ? (damping.squareRoot() + root) / (square * root) : 0)
  }

  /// Calls `body` with every row of the Gaussian.
  private func forEachRow(
    _ key: RandomKey, _ slice: Slice, _ body: (FloatView) -> Void
  ) {
    let z = row.part(0, slice.columns)
    for number in 0..<slice.rows {
      Kernels.fill(z, 0)
      dense.add(1, key: key, to: z, of: slice, from: number * slice.columns)
      body(z)
    }
  }

  private func share(_ key: RandomKey, _ slice: Slice) -> Float {
    if let known = shares[key]?[slice.index] { return known }
    var along = 0.0
    forEachRow(key, slice) { along += Double(Kernels.dot($0, spike(slice))) }
    let share = Float(measures(slice).factor * along)
    shares[key, default: [:]][slice.index] = share
    return share
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let (a, width, share) = (spike(slice), slice.columns, share(key, slice))
    dense.add(scale, key: key, to: chunk, of: slice, from: start)
    var done = 0
    while done < chunk.count {
      let column = (start + done) % width
      let target = chunk.part(done, min(width - column, chunk.count - done))
      Kernels.add(-scale * share, times: a.part(column, target.count), to: target)
      done += target.count
    }
  }

  func finish(_ estimate: Estimate) {
    for term in estimate.terms ?? [] where recipe.rate != 0 {
      for slice in space.slices { learn(from: term, slice) }
    }
  }

  /// One query's change of a.
  private func learn(from term: DirectionTerm, _ slice: Slice) {
    let (a, sum) = (spike(slice), sum.part(0, slice.columns))
    let (square, root, factor) = measures(slice)
    Kernels.fill(sum, 0)
    var along = 0.0
    forEachRow(term.key, slice) { z in
      along += Double(Kernels.dot(z, a))
      Kernels.add(1, times: z, to: sum)
    }
    // The term's scale is fᵢ/((K − 1)·ε).
    let length =
      Double(recipe.rate) * Double(term.scale) * distance * distance * distance / root
    let back = Double(slice.rows) * (1 + factor * (along * along - square))
    Kernels.scale(
      a, by: Float(1 - Double(recipe.rate) * Double(recipe.decay) + length * back))
    Kernels.add(Float(-length * along), times: sum, to: a)
  }
}
