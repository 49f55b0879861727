import Foundation
import Tensors
import Testing
import Vocabulary

/// Directions are distributed as they should be, and their parts are independent.
///
/// Keys are fixed: a test that passes once passes always. Bounds of 4.5 deviations would fail
/// 7·10⁻⁶ of all keys.
@Suite struct DirectionStatisticsTests {
  private static let count = 1 << 18
  private static var root: Double { Double(count).squareRoot() }

  private static func made(
    _ elements: Elements, key: RandomKey = DirectionTests.key, tensor: Int = 5, start: Int = 0
  ) throws -> [Double] {
    try DirectionTests.made(elements, start, count, key: key, tensor: tensor).map(Double.init)
  }

  /// Deviations from 0 of the sum of n terms of mean 0 and variance `variance`.
  private static func deviations(_ terms: some Sequence<Double>, variance: Double = 1) -> Double {
    terms.reduce(0, +) / (root * variance.squareRoot())
  }

  @Test(arguments: [Elements.gaussian, .rademacher])
  func meanIsZero(_ elements: Elements) throws {
    #expect(Self.deviations(try Self.made(elements)).magnitude < 4.5)
  }

  /// E z² = 1, E z³ = 0, E z⁴ = 3, E z⁶ = 15, with variances E z²ᵏ − (E zᵏ)².
  @Test func gaussianMomentsAreRight() throws {
    let z = try Self.made(.gaussian)
    let moments: [(Double, Double, Double)] = [(2, 1, 2), (3, 0, 15), (4, 3, 96), (6, 15, 10170)]
    for (power, mean, variance) in moments {
      let terms = z.lazy.map { pow($0, power) - mean }
      #expect(Self.deviations(terms, variance: variance).magnitude < 4.5, "moment \(power)")
    }
  }

  @Test func rademacherIsPlusOrMinusOne() throws {
    #expect(Set(try Self.made(.rademacher)) == [-1, 1])
  }

  /// Kolmogorov and Smirnov: √n·D exceeds 1.95 for one key in a thousand.
  @Test func gaussianDistributionIsNormal() throws {
    let z = try Self.made(.gaussian).sorted()
    let n = Double(z.count)
    let distance = z.enumerated().reduce(0) { farthest, element in
      let wanted = 0.5 * erfc(-element.element / 2.0.squareRoot())
      let (below, above) = (Double(element.offset) / n, Double(element.offset + 1) / n)
      return max(farthest, (wanted - below).magnitude, (wanted - above).magnitude)
    }
    #expect(distance * Self.root < 1.95)
  }

  @Test(arguments: [1, 2, 3, 4] as [Double])
  func gaussianTailsAreRight(_ bound: Double) throws {
    let found = Double(try Self.made(.gaussian).filter { $0.magnitude > bound }.count)
    let wanted = Double(Self.count) * erfc(bound / 2.0.squareRoot())
    #expect((found - wanted).magnitude < 4.5 * wanted.squareRoot())
  }

  /// Neighbors in a vector, the pair of one radius, the pairs of one block, blocks, groups.
  @Test(
    arguments: [Elements.gaussian, .rademacher],
    [1, 2, 15, 16, 32, 48, 64, 256, 512, 1536, 2048])
  func neighborsAreIndependent(_ elements: Elements, _ distance: Int) throws {
    try Self.expectIndependence(
      Self.made(elements), Self.made(elements, start: distance), elements)
  }

  @Test(arguments: [Elements.gaussian, .rademacher], [4, 6, 7, 261])
  func tensorsAreIndependent(_ elements: Elements, _ other: Int) throws {
    try Self.expectIndependence(Self.made(elements), Self.made(elements, tensor: other), elements)
  }

  @Test(arguments: [Elements.gaussian, .rademacher])
  func keysAreIndependent(_ elements: Elements) throws {
    let key = DirectionTests.key
    let others = [
      RandomKey(value: key.value &+ 1), RandomKey(value: key.value ^ 1 << 32),
      RandomKey(seed: 78), key.folding(0), key.folding(1),
    ]
    for other in others {
      try Self.expectIndependence(Self.made(elements), Self.made(elements, key: other), elements)
    }
  }

  /// No correlation between the elements, nor (Gaussian) between their squares.
  private static func expectIndependence(
    _ a: [Double], _ b: [Double], _ elements: Elements
  ) {
    #expect(deviations(zip(a, b).lazy.map { $0 * $1 }).magnitude < 4.5)
    guard elements == .gaussian else { return }
    let squares = zip(a, b).lazy.map { ($0 * $0 - 1) * ($1 * $1 - 1) }
    #expect(deviations(squares, variance: 4).magnitude < 4.5)
  }
}
