/// A place near the weights: θ + Σ scale · z(key); no terms is θ itself.
public struct Displacement: Hashable, Sendable {
  public var terms: [DirectionTerm]

  public init(_ terms: [DirectionTerm]) { self.terms = terms }

  /// The weights themselves.
  public static let none = Displacement([])

  /// `θ + scale · z(key)`, or only a part of z.
  public static func along(
    _ key: RandomKey, by scale: Float, part: Int = 0
  ) -> Displacement {
    Displacement([DirectionTerm(key: key, scale: scale, part: part)])
  }
}
