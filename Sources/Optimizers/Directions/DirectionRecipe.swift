import Tensors
import Vocabulary

/// What z is: a recipe that becomes directions for the parameters that are trained.
///
/// What `make` builds, `blueprint` declares. A recipe without a state owns nothing:
///
/// ```swift
/// struct Signs: DirectionRecipe {
///   func make(
///     _ space: TrainedSpace, ledger: Ledger
///   ) throws(OutOfMemory) -> any LiveDirections {
///     try Dense(.rademacher).make(space, ledger: ledger)
///   }
/// }
/// ```
public protocol DirectionRecipe: Sendable {
  /// The memory that the directions will own.
  func blueprint(_ space: TrainedSpace) -> Blueprint
  /// Directions for the parameters of a space, with their memory.
  ///
  /// - Throws: when the ledger's limit is passed; then nothing is held.
  func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections
  /// Whether z is made of several terms, so that it is put together before it is scaled.
  var isComposite: Bool { get }
  /// Whether the directions may be added by several threads at once.
  var addsConcurrently: Bool { get }
  /// Whether nothing is kept from step to step, so that z of any key can be made at any time.
  var isStateless: Bool { get }
  /// What the directions have for other parts.
  var offers: Offers { get }
  /// What they need of other parts, and why.
  var needs: [Need] { get }
  /// Whether the directions depend on activations, which are in no log.
  var observesInputs: Bool { get }
  /// Of how many outer products an example's direction is the sum; nil where it is none.
  var outerProducts: Int? { get }
  /// The coordinates of a slice as a matrix, on which rules act where the directions offer some.
  func shape(of slice: Slice) -> CoordinateShape
  /// Parameters in which z is nothing whatever the key: they do not train.
  func resting(in layout: Layout) -> Set<Int>
  /// Trained parameters of which a file that the directions are made of says nothing.
  func missing(of trained: [Slice]) -> [String]
}

extension DirectionRecipe {
  /// Nothing is owned.
  public func blueprint(_ space: TrainedSpace) -> Blueprint { [] }
  /// z is put together before it is scaled.
  public var isComposite: Bool { true }
  /// One thread at a time.
  public var addsConcurrently: Bool { false }
  /// Something may be kept.
  public var isStateless: Bool { false }
  /// Directions, and nothing beside them.
  public var offers: Offers { [] }
  /// They fit every other part.
  public var needs: [Need] { [] }
  /// Activations play no part.
  public var observesInputs: Bool { false }
  /// Every parameter moves.
  public func resting(in layout: Layout) -> Set<Int> { [] }
  /// Directions are no sums of outer products.
  public var outerProducts: Int? { nil }
  /// The elements as they are.
  public func shape(of slice: Slice) -> CoordinateShape { .whole(slice) }
  /// There is no file.
  public func missing(of trained: [Slice]) -> [String] { [] }
}

/// Directions during a run: a distribution that may have a state and is told of every step.
///
/// Its changes follow from keys, estimates and weights, so a replay of the step log repeats them.
public protocol LiveDirections: AnyObject, DirectionDistribution {
  /// Before the first probe of a step.
  ///
  /// - Parameter state: slots of the coordinate rules of a slice, to be carried over a refresh.
  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView])
  /// After `begin`, before the first probe: the weights at which the step begins.
  func follow(_ weights: ParameterStore)
  /// After the probes, before the update.
  func prepare(for estimate: Estimate)
  /// After the update.
  func finish(_ estimate: Estimate)
  /// The linear map behind the directions, when an update can be made in fewer coordinates.
  var map: (any CoordinateMap)? { get }
  /// Whether several terms are added at less cost together than one after the other.
  var addsTogether: Bool { get }
  /// `chunk += Σ scale · z(key)`, elements `start ...` of `slice`.
  func add(_ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int)
}

extension LiveDirections {
  /// No state that changes before a step.
  public func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {}
  /// Weights play no part.
  public func follow(_ weights: ParameterStore) {}
  /// No state that changes before an update.
  public func prepare(for estimate: Estimate) {}
  /// No state that changes after an update.
  public func finish(_ estimate: Estimate) {}
  /// Directions without coordinates.
  public var map: (any CoordinateMap)? { nil }
  /// One after the other.
  public var addsTogether: Bool { false }

  /// Term after term, in their order.
  public func add(
    _ terms: [DirectionTerm], to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    for term in terms { add(term.scale, key: term.key, to: chunk, of: slice, from: start) }
  }
}

/// z as a linear map of coordinates: rules may act on the coordinates of a slice as a matrix.
public protocol CoordinateMap: AnyObject {
  /// The coordinates of a slice as a matrix.
  func shape(of slice: Slice) -> CoordinateShape
  /// `coordinates += scale · coordinates of z(key)`.
  func addCoordinates(_ scale: Float, key: RandomKey, to coordinates: FloatView, of slice: Slice)
  /// `chunk += map(coordinates)`, elements `start ...` of the slice.
  func expand(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int)
  /// Makes the squares of a slice's factors, where they are wanted.
  func square(_ slice: Slice)
  /// `chunk += map(coordinates)` with the factors that were squared last.
  func expandSquares(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int)
  /// Steps since the map was drawn, this one included.
  var age: Int { get }
}

extension CoordinateMap {
  /// Nobody wants them.
  public func square(_ slice: Slice) {}

  /// Never called of directions that keep no squares.
  public func expandSquares(
    _ coordinates: FloatView, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    preconditionFailure("these directions keep no squares")
  }
}

/// Rows and columns of the coordinates of a slice.
public struct CoordinateShape: Hashable, Sendable {
  /// Rows of the matrix.
  public var rows: Int
  /// Elements of a row.
  public var columns: Int
  /// Whether they are the elements themselves, as for vectors.
  public var isWhole: Bool
  /// Coordinates in all.
  public var count: Int { rows * columns }

  /// A matrix of coordinates.
  public init(rows: Int, columns: Int, isWhole: Bool = false) {
    self.rows = rows
    self.columns = columns
    self.isWhole = isWhole
  }

  /// The elements of a slice as they are.
  public static func whole(_ slice: Slice) -> CoordinateShape {
    CoordinateShape(rows: slice.rows, columns: slice.columns, isWhole: true)
  }
}
