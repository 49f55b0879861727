import Tensors
import Vocabulary

/// Independent elements of one distribution; nothing is kept.
public struct Dense: DirectionRecipe {
  /// How an element is distributed.
  public var elements: Elements
  /// Independent elements of a distribution.
  public init(_ elements: Elements = .gaussian) { self.elements = elements }

  /// z is no mixture of others.
  public var isComposite: Bool { false }
  /// An element follows from key and place alone: threads may add at once.
  public var addsConcurrently: Bool { true }
  /// z of any key can be made at any time.
  public var isStateless: Bool { true }
  /// E z·zᵀ = I with every distribution that there is.
  public var offers: Offers { [.unitVariance] }

  /// Directions that own no memory; it never throws.
  public func make(
    _ space: TrainedSpace, ledger: Ledger
  ) throws(OutOfMemory) -> any LiveDirections {
    StatelessDirections(DenseDirections(elements, admitted: space.admitted))
  }
}

extension Dense {
  static let gaussianPart = DirectionPart("gaussian") { Dense(.gaussian) }
  static let rademacherPart = DirectionPart("rademacher") { Dense(.rademacher) }
}

/// A distribution that never changes.
final class StatelessDirections: LiveDirections {
  private let distribution: any DirectionDistribution

  init(_ distribution: any DirectionDistribution) { self.distribution = distribution }

  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    distribution.add(scale, key: key, to: chunk, of: slice, from: start)
  }

  func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool {
    distribution.prepare(keys, in: slice)
  }

  func isZero(in slice: Slice) -> Bool { distribution.isZero(in: slice) }

  var independent: Elements? { distribution.independent }
}
