import Tensors
import Vocabulary

/// Directions of low rank: each matrix is moved by `scale · L·C·R`, vectors by a dense Gaussian.
///
/// The factors are drawn every `refresh` steps and kept; the coordinates C are made again from the
/// step's key. SubZero, LOZO, TeZO and ZO-Muon differ in which factors there are.
package struct LowRank: DirectionRecipe {
  /// Which factors there are of a matrix of m × n.
  package enum Form: String, Hashable, CaseIterable, Sendable {
    /// U·C·Vᵀ with C of r × r.
    case both
    /// C·Vᵀ with C of m × r.
    case right
    /// P·C with C of r × n.
    case left
    /// U·diag(τ)·Vᵀ with τ of r.
    case diagonal
  }

  /// How factors are drawn.
  package enum Factors: String, Hashable, Sendable {
    case gaussian
    /// Orthonormal columns, uniform over all such (Haar).
    case orthonormal
  }

  /// What becomes of the state of coordinate rules when the factors are drawn anew.
  package enum Carry: String, Hashable, Sendable {
    case keep, reset
    /// N ← N·(V_oldᵀ·V_new) / n, as LOZO-M; where the factor is at the left, (P_newᵀ·P_old)·N.
    case project
  }

  /// How a matrix is read that is narrower than twice the rank, as those of adapters are.
  package enum Narrow: Hashable, Sendable {
    /// As the near-square matrix of the same elements: SubZero does so under adapters.
    case nearSquare
    /// As it is, with a rank no larger than its shorter side.
    case asStored
  }

  /// How the factors make a matrix.
  package var form: Form
  /// How the factors are drawn.
  package var factors: Factors
  /// The rank of a direction.
  package var rank: Int
  /// When they are drawn.
  package var refresh: Cadence
  /// Whether E‖Δ‖² is made m·n, the same as of a dense Gaussian direction.
  package var isAligned: Bool
  /// What becomes of the coordinates' state at a refresh.
  package var carry: Carry
  /// Whether rules ask for the map with squared factors.
  package var isSquared: Bool
  /// How narrow matrices are read.
  package var readsNarrow: Narrow

  package init(
    _ form: Form, _ factors: Factors, rank: Int, refresh: Cadence, isAligned: Bool = false,
    carry: Carry = .keep, isSquared: Bool = false, readsNarrow: Narrow = .nearSquare
  ) {
    self.form = form
    self.factors = factors
    self.rank = rank
    self.refresh = refresh
    self.isAligned = isAligned
    self.carry = carry
    self.isSquared = isSquared
    self.readsNarrow = readsNarrow
  }

  /// A parameter as the directions see it; nil when it is moved element by element.
  package func view(of slice: Slice) -> MatrixShape? {
    guard slice.kind == .matrix || slice.kind == .embedding, slice.count > 1 else { return nil }
    var (rows, columns) = (slice.rows, slice.columns)
    if readsNarrow == .nearSquare, min(rows, columns) < 2 * rank {
      rows = MatrixShape.nearSquareRows(slice.count)
      columns = slice.count / rows
      if min(rows, columns) <= min(slice.rows, slice.columns) {
        (rows, columns) = (slice.rows, slice.columns)
      }
    }
    guard min(rows, columns) > 1 else { return nil }
    return MatrixShape(rows: rows, columns: columns, rank: min(rank, rows, columns))
  }

  package func shape(of slice: Slice) -> CoordinateShape {
    guard let view = view(of: slice) else { return .whole(slice) }
    return switch form {
    case .both: CoordinateShape(rows: view.rank, columns: view.rank)
    case .right: CoordinateShape(rows: view.rows, columns: view.rank)
    case .left: CoordinateShape(rows: view.rank, columns: view.columns)
    case .diagonal: CoordinateShape(rows: 1, columns: view.rank)
    }
  }

  package var offers: Offers { [.coordinates] }
  package var isComposite: Bool { false }
  package var addsConcurrently: Bool { true }

  var hasLeft: Bool { form != .right }
  var hasRight: Bool { form != .left }

  func leftCount(_ view: MatrixShape) -> Int { hasLeft ? view.rank * view.rows : 0 }
  func rightCount(_ view: MatrixShape) -> Int { hasRight ? view.rank * view.columns : 0 }

  package func blueprint(_ space: TrainedSpace) -> Blueprint {
    LowRankSizes(self, space).blueprint
  }

  package func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    try LowRankDirections(self, space, ledger: ledger)
  }
}

extension LowRank {
  struct Subspace: Settings {
    @Setting(.rank(32)) var rank: Int
    @Setting(.refresh(1000)) var refresh: Int
    init() {}
  }

  private static func part(
    _ name: String, _ form: Form, _ factors: Factors, aligned: Bool, carry: Carry = .keep,
    once: Bool = false
  ) -> DirectionPart {
    DirectionPart(name, Subspace.self) { h, _ in
      LowRank(
        form, factors, rank: h.rank, refresh: once ? .once : .every(h.refresh), isAligned: aligned,
        carry: carry)
    }
  }

  /// √(m·n)/r·U·Z·Vᵀ.
  static let subzeroPart = part("subzero", .both, .orthonormal, aligned: true, carry: .reset)
  /// C·Vᵀ.
  static let lozoPart = part("lozo", .right, .gaussian, aligned: false, carry: .project)
  /// P·C.
  static let muonPart = part("muon", .left, .orthonormal, aligned: false, carry: .reset)
  /// U·diag(τ)·Vᵀ.
  static let tezoPart = part("tezo", .diagonal, .gaussian, aligned: false, once: true)
}

/// Rows and columns of a matrix, and the rank of its directions.
package struct MatrixShape: Hashable, Sendable {
  /// Rows of the matrix.
  package var rows: Int
  /// Elements of a row.
  package var columns: Int
  package var rank: Int

  package init(rows: Int, columns: Int, rank: Int) {
    self.rows = rows
    self.columns = columns
    self.rank = rank
  }

  /// The largest divisor of `count` that is at most its root.
  static func nearSquareRows(_ count: Int) -> Int {
    var rows = Int(Double(count).squareRoot())
    while rows > 1, count % rows != 0 { rows -= 1 }
    return max(rows, 1)
  }
}

/// Floats that low-rank directions keep: factors, coordinates of one parameter, and room to draw.
struct LowRankSizes {
  var factors = 0
  /// The coordinates of one parameter at present.
  var coordinates = 0
  /// A row's coefficients.
  var row = 0
  /// New factors of one side beside the old, and their products, when a state is carried over.
  var carry = 0
  /// The squared factors of one parameter.
  var squares = 0

  var blueprint: Blueprint {
    [
      .floats("factors", factors, .directions),
      .floats("scratch", coordinates + row + carry + squares, .scratch),
    ]
  }

  init(_ recipe: LowRank, _ space: TrainedSpace) {
    for slice in space.slices {
      guard let view = recipe.view(of: slice) else { continue }
      let own = recipe.leftCount(view) + recipe.rightCount(view)
      factors += own
      if recipe.isSquared { squares = max(squares, own) }
      coordinates = max(coordinates, recipe.shape(of: slice).count)
      row = max(row, view.rank)
      if recipe.carry == .project {
        let side = recipe.hasRight ? recipe.rightCount(view) : recipe.leftCount(view)
        carry = max(carry, side + view.rank * view.rank)
      }
    }
  }
}
