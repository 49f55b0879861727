/// A place near the weights: θ + Σ scale · z(key); no terms is θ itself.
public struct Displacement: Hashable, Sendable {
  /// What is added to the weights, for all examples alike.
  public var terms: [DirectionTerm]
  /// A term of which every example of a batch has its own: example i is displaced along the
  /// direction of `key.folding(i)`.
  public var each: DirectionTerm?

  /// A place of several terms.
  public init(_ terms: [DirectionTerm], each: DirectionTerm? = nil) {
    self.terms = terms
    self.each = each
  }

  /// The weights themselves.
  public static let none = Displacement([])

  /// `θ + scale · z(key)`, or only a part of z.
  public static func along(
    _ key: RandomKey, by scale: Float, part: Int = 0
  ) -> Displacement {
    Displacement([DirectionTerm(key: key, scale: scale, part: part)])
  }

  /// `θ + scale · z(key.folding(i))` for example i.
  public static func each(_ key: RandomKey, by scale: Float) -> Displacement {
    Displacement([], each: DirectionTerm(key: key, scale: scale))
  }

  /// The place of one example, as an ordinary one.
  public func of(example: Int) -> Displacement {
    guard var own = each else { return self }
    own.key = own.key.folding(UInt64(example))
    return Displacement(terms + [own])
  }
}
