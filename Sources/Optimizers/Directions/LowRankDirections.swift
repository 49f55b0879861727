import Tensors
import Vocabulary

/// Low-rank directions during a run, with their factors.
///
/// Sums run over the rank in one order, row by row, so an element has the same bits in whatever
/// chunk it is made.
final class LowRankDirections: LiveDirections, CoordinateMap {
  let recipe: LowRank
  private let space: TrainedSpace
  private let sizes: LowRankSizes
  private let dense: DenseDirections
  private let memory: Allocation
  private let factors: FloatView
  private let scratch: FloatView
  private let starts: [Int]
  /// Each parameter as the directions see it, and its coordinates, by its index.
  private let views: [MatrixShape?]
  private let shapes: [CoordinateShape]
  private var known: (key: RandomKey, slice: Int)?
  private var drawnAt = 0
  private(set) var age = 0

  init(_ recipe: LowRank, _ space: TrainedSpace, ledger: Ledger) throws(OutOfMemory) {
    self.recipe = recipe
    self.space = space
    sizes = LowRankSizes(recipe, space)
    dense = DenseDirections(.gaussian, admitted: space.admitted)
    views = space.layout.slices.map { recipe.view(of: $0) }
    shapes = space.layout.slices.map { recipe.shape(of: $0) }
    starts =
      space.pieces { slice in
        recipe.view(of: slice).map { recipe.leftCount($0) + recipe.rightCount($0) } ?? 0
      }.starts
    memory = try sizes.blueprint.build(ledger)
    (factors, scratch) = (memory.floats("factors"), memory.floats("scratch"))
  }

  var map: (any CoordinateMap)? { self }

  func shape(of slice: Slice) -> CoordinateShape { shapes[slice.index] }

  func isZero(in slice: Slice) -> Bool { !space.admitted.contains(slice.index) }

  /// Makes the coordinates of z, of which there is room for one direction of one slice.
  func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool {
    guard views[slice.index] != nil else { return true }
    guard keys.count <= 1, let key = keys.first else { return keys.isEmpty }
    if known?.key != key || known?.slice != slice.index {
      let coordinates = coordinates(of: slice)
      Kernels.fill(coordinates, 0)
      addCoordinates(1, key: key, to: coordinates, of: slice)
      known = (key, slice.index)
    }
    return true
  }

  private func coordinates(of slice: Slice) -> FloatView {
    scratch.part(0, shapes[slice.index].count)
  }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    guard let view = views[slice.index] else {
      return dense.add(scale, key: key, to: chunk, of: slice, from: start)
    }
    _ = prepare([key], in: slice)
    product(coordinates(of: slice), of: slice, view).add(scale, to: chunk, from: start)
  }

  func addCoordinates(
    _ scale: Float, key: RandomKey, to coordinates: FloatView, of slice: Slice
  ) {
    Kernels.addDirection(
      .gaussian, scale, key: key, tensor: slice.index, start: 0, to: coordinates)
  }

  func expand(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    guard let view = views[slice.index] else {
      return Kernels.add(1, times: coordinates.part(start, chunk.count), to: chunk)
    }
    product(coordinates, of: slice, view).add(1, to: chunk, from: start)
  }
}

extension LowRankDirections {
  /// A place for the squares of one slice's factors, which chunks of it then read.
  private func squares(_ slice: Slice, _ view: MatrixShape) -> FloatView {
    scratch.part(
      sizes.coordinates + sizes.row + sizes.carry,
      recipe.leftCount(view) + recipe.rightCount(view))
  }

  func square(_ slice: Slice) {
    guard recipe.isSquared, let view = views[slice.index] else { return }
    let squares = squares(slice, view)
    Kernels.addSquares(
      of: factors.part(starts[slice.index], squares.count), weight: 1, to: squares, decay: 0)
  }

  func expandSquares(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    guard let view = views[slice.index] else {
      return Kernels.add(1, times: coordinates.part(start, chunk.count), to: chunk)
    }
    let (squares, left) = (squares(slice, view), recipe.leftCount(view))
    FactoredMatrix(
      rows: view.rows, columns: view.columns, rank: view.rank,
      left: recipe.hasLeft ? squares.part(0, left) : nil, core: coordinates,
      right: recipe.hasRight ? squares.part(left, recipe.rightCount(view)) : nil,
      isDiagonal: recipe.form == .diagonal
    ).add(1, to: chunk, from: start)
  }
}

// Factors: their vectors lie one after another, each as long as the side that they span.
extension LowRankDirections {
  private func left(_ slice: Slice, _ view: MatrixShape) -> Rows {
    Rows(factors.part(starts[slice.index], recipe.leftCount(view)), view.rows)
  }

  private func right(_ slice: Slice, _ view: MatrixShape) -> Rows {
    let start = starts[slice.index] + recipe.leftCount(view)
    return Rows(factors.part(start, recipe.rightCount(view)), view.columns)
  }

  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {
    known = nil
    if recipe.refresh.isDue(at: moment) {
      for slice in space.slices { refresh(slice, key: key, first: moment.step == 1, state(slice)) }
      drawnAt = moment.step
    }
    age = moment.step - drawnAt + 1
  }

  private func refresh(_ slice: Slice, key: RandomKey, first: Bool, _ state: [FloatView]) {
    if recipe.carry == .reset { for slot in state { Kernels.fill(slot, 0) } }
    guard let view = views[slice.index] else { return }
    guard recipe.hasRight else {
      return refreshLeft(slice, view, key.folding(.leftFactor), first ? [] : state)
    }
    if recipe.hasLeft { draw(left(slice, view), key: key.folding(.leftFactor), slice) }
    let drawn = right(slice, view)
    guard recipe.carry == .project, !first, !state.isEmpty else {
      return draw(drawn, key: key.folding(.rightFactor), slice)
    }
    let room = scratch.part(sizes.coordinates + sizes.row, sizes.carry)
    let old = Rows(room.part(0, drawn.view.count), view.columns)
    old.view.copy(from: drawn.view)
    draw(drawn, key: key.folding(.rightFactor), slice)
    let change = Rows(room.part(drawn.view.count, view.rank * view.rank), view.rank)
    for k in 0..<view.rank {
      for l in 0..<view.rank {
        let product = Kernels.sumOfProducts(old[k], drawn[l])
        change[k][l] = Float(product / Double(view.columns))
      }
    }
    for slot in state { Self.project(Rows(slot, view.rank), by: change, row: row(view)) }
  }

  /// Draws P; a state N of r × n becomes (P_newᵀ·P_old)·N where it is carried over.
  private func refreshLeft(
    _ slice: Slice, _ view: MatrixShape, _ key: RandomKey, _ state: [FloatView]
  ) {
    let drawn = left(slice, view)
    guard recipe.carry == .project, !state.isEmpty else { return draw(drawn, key: key, slice) }
    let room = scratch.part(sizes.coordinates + sizes.row, sizes.carry)
    let old = Rows(room.part(0, drawn.view.count), view.rows)
    old.view.copy(from: drawn.view)
    draw(drawn, key: key, slice)
    let change = Rows(room.part(drawn.view.count, view.rank * view.rank), view.rank)
    let length = recipe.factors == .orthonormal ? 1 : Double(view.rows)
    for k in 0..<view.rank {
      for l in 0..<view.rank {
        change[k][l] = Float(Kernels.sumOfProducts(drawn[k], old[l]) / length)
      }
    }
    for slot in state {
      let copy = scratch.part(0, slot.count)
      copy.copy(from: slot)
      Kernels.fill(slot, 0)
      Rows(slot, view.columns).addProduct(1, change, Rows(copy, view.columns))
    }
  }

  /// Every row of a state times the change of basis.
  private static func project(_ state: Rows, by change: Rows, row: FloatView) {
    for i in 0..<state.count {
      Kernels.fill(row, 0)
      for k in 0..<change.count { Kernels.add(state[i][k], times: change[k], to: row) }
      state[i].copy(from: row)
    }
  }

  private func row(_ view: MatrixShape) -> FloatView {
    scratch.part(sizes.coordinates, view.rank)
  }

  private func draw(_ vectors: Rows, key: RandomKey, _ slice: Slice) {
    Kernels.fill(vectors.view, 0)
    Kernels.addDirection(
      .gaussian, 1, key: key, tensor: slice.index, start: 0, to: vectors.view)
    if recipe.factors == .orthonormal { vectors.orthonormalize() }
  }
}

extension LowRankDirections {
  /// L·C·R of a slice, which is seen as a matrix.
  private func product(
    _ coordinates: FloatView, of slice: Slice, _ view: MatrixShape
  ) -> FactoredMatrix {
    FactoredMatrix(
      rows: view.rows, columns: view.columns, rank: view.rank,
      left: recipe.hasLeft ? left(slice, view).view : nil, core: coordinates,
      right: recipe.hasRight ? right(slice, view).view : nil,
      isDiagonal: recipe.form == .diagonal, factor: recipe.isAligned ? alignment(view) : 1)
  }

  /// √(m·n / E‖L·C·R‖²).
  private func alignment(_ view: MatrixShape) -> Float {
    let (m, n, r) = (Float(view.rows), Float(view.columns), Float(view.rank))
    let isOrthonormal = recipe.factors == .orthonormal
    let square =
      switch recipe.form {
      case .both: isOrthonormal ? r * r : m * n * r * r
      case .right: isOrthonormal ? m * r : m * n * r
      case .left: isOrthonormal ? n * r : m * n * r
      case .diagonal: isOrthonormal ? r : m * n * r
      }
    return (m * n / square).squareRoot()
  }
}
