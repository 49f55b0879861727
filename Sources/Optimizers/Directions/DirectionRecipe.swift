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
  /// Why the directions cannot be masked element by element or in part; nil when they can.
  var refusesMasks: String? { get }
  /// Whether E z·zᵀ = I, so that zᵀHz has the trace of H as its mean.
  var hasUnitVariance: Bool { get }
  /// Whether the directions depend on activations, which are in no log.
  var observesInputs: Bool { get }
  /// Whether they are of examples, each of which is displaced along its own.
  var isOfExamples: Bool { get }
}

extension DirectionRecipe {
  /// Nothing is owned.
  public func blueprint(_ space: TrainedSpace) -> Blueprint { [] }
  /// z is put together before it is scaled.
  public var isComposite: Bool { true }
  /// One thread at a time.
  public var addsConcurrently: Bool { false }
  /// Any mask will do.
  public var refusesMasks: String? { nil }
  /// Nothing is promised of the variance.
  public var hasUnitVariance: Bool { false }
  /// Activations play no part.
  public var observesInputs: Bool { false }
  public var isOfExamples: Bool { false }
}

/// Directions during a run: a distribution that may have a state and is told of every step.
///
/// Its changes follow from keys, estimates and weights, so a replay of the step log repeats them.
public protocol LiveDirections: AnyObject, DirectionDistribution {
  /// Before the first probe of a step.
  ///
  /// - Parameter state: slots of the coordinate rules of a slice, to be carried over a refresh.
  func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView])
  /// After the probes, before the update.
  func prepare(for estimate: Estimate)
  /// After the update.
  func finish(_ estimate: Estimate)
  /// The linear map behind the directions, when an update can be made in fewer coordinates.
  var map: (any CoordinateMap)? { get }
}

extension LiveDirections {
  /// No state that changes before a step.
  public func begin(_ moment: Moment, key: RandomKey, state: (Slice) -> [FloatView]) {}
  /// No state that changes before an update.
  public func prepare(for estimate: Estimate) {}
  /// No state that changes after an update.
  public func finish(_ estimate: Estimate) {}
  /// Directions without coordinates.
  public var map: (any CoordinateMap)? { nil }
}

/// Directions that depend on the weights at which a step begins.
public protocol WeightFollowing: LiveDirections {
  /// After `begin`, before the first probe.
  func follow(_ weights: ParameterStore)
}

/// A recipe that must know how far the probes are from the weights.
public protocol DistanceBound: DirectionRecipe {
  /// The estimator's distance.
  var epsilon: Scheduled { get set }
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
  /// Steps since the map was drawn, this one included.
  var age: Int { get }
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

/// A recipe whose directions have coordinates, known before they are made.
public protocol CoordinateRecipe: DirectionRecipe {
  /// The coordinates of a slice as a matrix.
  func shape(of slice: Slice) -> CoordinateShape
}
