import CKernels
import Vocabulary

/// The distribution of a dense direction's elements: mean 0, variance 1.
public enum Elements: String, SettingChoice {
  case gaussian, rademacher

  var code: Int32 {
    switch self {
    case .gaussian: 0
    case .rademacher: 1
    }
  }
}

/// A term of a displacement: `scale · z(key)`, regenerated wherever it is needed.
public struct DirectionTerm: Hashable, Codable, Sendable {
  /// Names z.
  public var key: RandomKey
  /// The factor of z.
  public var scale: Float
  /// The part of the parameters to which the term is restricted: 1, 2, …; 0 is all of them.
  public var part: Int

  /// A term along z of a key, in all parameters or in one of their parts.
  public init(key: RandomKey, scale: Float, part: Int = 0) {
    self.key = key
    self.scale = scale
    self.part = part
  }
}

/// What z is, as a value that can be regenerated chunk by chunk from a key.
///
/// The executor adds it to panels of weights, the update adds it to gradients; both ask for the
/// same elements and get the same bits.
public protocol DirectionDistribution {
  /// `chunk += scale · z(key)`, where the chunk holds elements `start ...` of `slice`.
  func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int)
  /// Whether z is zero everywhere in `slice` (frozen or masked): nothing needs to be generated.
  func isZero(in slice: Slice) -> Bool
  /// Makes what z of these keys takes in `slice`, and says whether several threads may add parts
  /// of it at once, until other keys or another slice are asked for.
  func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool
  /// The part that `slice` belongs to when the parameters are divided: 1, 2, …; otherwise 0.
  func part(of slice: Slice) -> Int
  /// How elements are distributed where z is nothing but independent elements, made from key and
  /// place (`Kernels.addDirection`): whoever uses them may then make them in registers; nil where
  /// z is anything else.
  var independent: Elements? { get }
  /// What the directions of examples have in common, when each has its own; nil otherwise.
  var pattern: (any ExamplePattern)? { get }
  /// Who wants to see the inputs of linear layers whenever a loss at the weights is computed.
  var inputs: (any InputObserver)? { get }
}

extension DirectionDistribution {
  /// Nothing to make, and no promise for several threads.
  public func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool { false }
  /// Parameters that are not divided.
  public func part(of slice: Slice) -> Int { 0 }
  /// Elements that only `add` knows how to make.
  public var independent: Elements? { nil }
  /// Directions that all examples share.
  public var pattern: (any ExamplePattern)? { nil }
  /// Directions that do not depend on activations.
  public var inputs: (any InputObserver)? { nil }

  /// Whether `term` changes anything in `slice`.
  public func applies(_ term: DirectionTerm, to slice: Slice) -> Bool {
    (term.part == 0 || term.part == part(of: slice)) && !isZero(in: slice)
  }
}

/// Independent elements of one distribution in every admitted slice.
public struct DenseDirections: DirectionDistribution, Sendable {
  /// How an element is distributed.
  public var elements: Elements
  /// The slices in which z is not zero, by index; nil is all.
  public var admitted: Set<Int>?

  /// Directions of one distribution, in all slices or in some.
  public init(_ elements: Elements = .gaussian, admitted: Set<Int>? = nil) {
    self.elements = elements
    self.admitted = admitted
  }

  /// z is nothing else.
  public var independent: Elements? { elements }

  /// Nothing to make: any element follows from its key and place.
  public func prepare(_ keys: Set<RandomKey>, in slice: Slice) -> Bool { true }

  /// Adds elements that are drawn at their places, whatever the chunk.
  public func add(
    _ scale: Float, key: RandomKey, to chunk: FloatView, of slice: Slice, from start: Int
  ) {
    Kernels.addDirection(
      elements, scale, key: key, tensor: slice.index, start: start, to: chunk)
  }

  /// Whether the slice is not admitted.
  public func isZero(in slice: Slice) -> Bool {
    admitted.map { !$0.contains(slice.index) } ?? false
  }
}

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

/// Directions that examples have for themselves: Δᵢ = U ∘ (rᵢ·sᵢᵀ), one U and signs for each.
///
/// So example i's part of a product is W·x + scale · rᵢ ∘ (U·(sᵢ ∘ x)): one product with U serves
/// all examples, and no Δᵢ is ever made. The key of Δᵢ addresses its signs.
public protocol ExamplePattern {
  /// How many outer products a direction of a matrix is the sum of, where it has no U; nil where it
  /// is U with signs turned.
  var outerProducts: Int? { get }
  /// Writes elements `start ...` of U in `slice`.
  func writePattern(into target: FloatView, of slice: Slice, from start: Int)
  /// Writes elements `0 ...` of one side of `slice`: signs, each -1 or 1, or a factor of the outer
  /// product `number`.
  func writeFactor(
    _ side: MatrixSide, _ number: Int, key: RandomKey, into target: FloatView, of slice: Slice)
}

/// What a factor of a matrix stands for: its rows (r) or its columns (s).
public enum MatrixSide: Hashable, Sendable {
  case rows, columns
}

/// Someone who is shown what linear layers multiply, while a loss at the weights is computed.
///
/// Zeroth-order still: activations of a forward pass are seen, no derivative is.
public protocol InputObserver: AnyObject {
  /// Rows of `weight.columns` numbers, the inputs of the layer that has this weight.
  func observe(_ inputs: FloatView, of weight: Slice)
}
