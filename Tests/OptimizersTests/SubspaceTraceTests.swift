import Optimizers
import Tensors
import Testing
import Vocabulary

/// Methods of low rank against traces that NumPy computed from their papers' formulas.
@Suite("Low-rank traces", .tags(.oracle))
struct SubspaceTraceTests {
  @Test("ZO-MOPI makes the steps of its trace")
  func agrees() throws {
    let trace = try SubspaceTrace.read("zo-mopi")
    let recipe = GivenSubspace(trace: trace, root: RandomKey(seed: 5))
    var optimizer = try OptimizerCatalog.make(trace.component)
    guard case .probes(let estimator, _) = optimizer.source else {
      Issue.record("no probes")
      return
    }
    optimizer.source = .probes(estimator, along: recipe)
    var run = try Run(optimizer, on: trace.problem())
    for (number, step) in trace.steps.enumerated() {
      try run.step()
      #expect(
        relativeDistance(run.problem.values, step.weights) < 1e-5, "weights, step \(number + 1)")
      guard let state = step.state else { continue }
      let kept = run.iterate.blocks[0].values.prefix(state.count)
      #expect(relativeDistance(Array(kept), state) < 1e-5, "state, step \(number + 1)")
    }
  }
}

/// Directions P·u of a trace: factors and coordinates are data.
struct GivenSubspace: CoordinateRecipe {
  var trace: SubspaceTrace
  /// The run's key, from which the steps' are made.
  var root: RandomKey

  var isComposite: Bool { false }

  func memory(_ space: TrainedSpace) -> AccountBytes { AccountBytes([:]) }

  func shape(of slice: Slice) -> CoordinateShape {
    guard let left = trace.draws?[0].left[slice.index], !left.isEmpty else { return .whole(slice) }
    return CoordinateShape(rows: left.count / slice.rows, columns: slice.columns)
  }

  func make(_ space: TrainedSpace, ledger: Ledger) -> any LiveDirections {
    GivenSubspaceDirections(self, space.slices)
  }
}

final class GivenSubspaceDirections: LiveDirections, CoordinateMap {
  private let recipe: GivenSubspace
  private let places: [RandomKey: (step: Int, query: Int)]
  private let slices: [Slice]
  private let refresh: Int
  private var draw = 0
  private(set) var age = 0

  init(_ recipe: GivenSubspace, _ slices: [Slice]) {
    self.recipe = recipe
    self.slices = slices
    refresh = Int(recipe.trace.settings["refresh"] ?? 1)
    var places: [RandomKey: (step: Int, query: Int)] = [:]
    for (step, given) in recipe.trace.steps.enumerated() {
      for query in given.directions.indices {
        places[recipe.root.folding(UInt64(step)).folding(UInt64(query))] = (step, query)
      }
    }
    self.places = places
  }

  var map: (any CoordinateMap)? { self }
  func isZero(in slice: Slice) -> Bool { false }
  func shape(of slice: Slice) -> CoordinateShape { recipe.shape(of: slice) }

  private func left(_ slice: Slice) -> [Float] {
    recipe.trace.draws?[draw].left[slice.index] ?? []
  }

  /// The directions of a trace by their keys; what else is drawn is the Gaussian of V.
  func addCoordinates(
    _ scale: Float, key: RandomKey, to coordinates: FloatView, of slice: Slice
  ) {
    let given =
      places[key].map { recipe.trace.steps[$0.step].directions[$0.query][slice.index] }
      ?? recipe.trace.draws?[draw].right[slice.index] ?? []
    withFloats(given) { Kernels.add(scale, times: $0, to: coordinates.part(0, given.count)) }
  }

  func expand(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    let left = left(slice)
    for place in 0..<chunk.count {
      let (i, j) = ((start + place) / slice.columns, (start + place) % slice.columns)
      if left.isEmpty {
        chunk[place] += coordinates[start + place]
      } else {
        for k in 0..<left.count / slice.rows {
          chunk[place] += left[k * slice.rows + i] * coordinates[k * slice.columns + j]
        }
      }
    }
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    withFloats([Float](repeating: 0, count: shape(of: slice).count)) {
      addCoordinates(scale, key: key, to: $0, of: slice)
      expand($0, to: chunk, of: slice, from: start)
    }
  }

  /// The next P at every refresh; a momentum M becomes P_newᵀ·P_old·M.
  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    age = (moment.step - 1) % refresh + 1
    guard age == 1, moment.step > 1 else { return }
    for slice in slices {
      guard let new = recipe.trace.draws?[draw + 1].left[slice.index], !new.isEmpty,
        let momentum = state(slice).first
      else { continue }
      project(momentum, from: left(slice), to: new, slice)
    }
    draw += 1
  }

  private func project(_ momentum: FloatView, from old: [Float], to new: [Float], _ slice: Slice) {
    let (m, n, rank) = (slice.rows, slice.columns, old.count / slice.rows)
    let before = momentum.array
    Kernels.fill(momentum, 0)
    for a in 0..<rank {
      for b in 0..<rank {
        let product = (0..<m).reduce(Float(0)) { $0 + new[a * m + $1] * old[b * m + $1] }
        for j in 0..<n { momentum[a * n + j] += product * before[b * n + j] }
      }
    }
  }
}
