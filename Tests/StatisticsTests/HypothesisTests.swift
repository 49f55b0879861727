import Statistics
import Testing

struct HypothesisTests {
  private let differences = [0.5, -0.25, 1.5, 0.75, 2.0, -1.0, 0.125, 0.875, 1.25, -0.5]

  @Test func permutationsOfWholeDifferencesAreExact() {
    let whole = [2, -1, 3, 0, 1, 1, -2, 3, 1, 2]
    expectClose([PairedPermutation.pValue(of: whole)], SciPy.wholePermutation)
    // With ones, it is the exact McNemar test.
    let ones = (0..<100).map { $0 < 30 ? 1 : -1 }
    expectClose([PairedPermutation.pValue(of: ones)], SciPy.binaryPermutation)
    #expect(PairedPermutation.pValue(of: [Int]()) == 1)
    #expect(PairedPermutation.pValue(of: [3, -3]) == 1)
  }

  @Test func fewRealDifferencesAreEnumerated() {
    expectClose([PairedPermutation.pValue(of: differences)], SciPy.permutation)
    #expect(PairedPermutation.pValue(of: [0.0, 0]) == 1)
  }

  @Test func manyAreSampledFromASeed() {
    let many = (0..<30).map { Double($0 % 7) - 2.5 }
    let exact = PairedPermutation.pValue(of: many.map { Int(2 * $0) })
    let drawn = PairedPermutation.pValue(of: many, samples: 20_000, seed: 3)
    // Five standard errors of a share of 20,000.
    #expect(abs(drawn - exact) < 5 * (exact * (1 - exact) / 20_000).squareRoot())
    #expect(drawn == PairedPermutation.pValue(of: many, samples: 20_000, seed: 3))
    #expect(drawn != PairedPermutation.pValue(of: many, samples: 20_000, seed: 4))
  }

  @Test func holm() {
    expectClose(HolmCorrection.adjusted([0.04, 0.001, 0.03, 0.6, 0.012]), SciPy.holm)
    #expect(HolmCorrection.adjusted([]).isEmpty)
    #expect(HolmCorrection.adjusted([0.9, 0.8]) == [1, 1])
  }

  @Test func ranksAndFriedman() throws {
    let blocks = [
      [0.91, 0.88, 0.90, 0.52], [0.85, 0.85, 0.79, 0.60], [0.70, 0.72, 0.72, 0.72],
      [0.99, 0.95, 0.97, 0.50], [0.66, 0.61, 0.64, 0.58], [0.80, 0.80, 0.80, 0.40],
    ]
    let ranks = try #require(AverageRanks(scores: blocks))
    expectClose(ranks.ranks, SciPy.ranks)
    expectClose([ranks.statistic ?? .nan, ranks.pValue ?? .nan], SciPy.friedman)
    expectClose([ranks.criticalDifference()], SciPy.criticalDifference)
  }

  @Test func ranksNeedTwoTreatmentsAndNumbers() throws {
    #expect(AverageRanks(scores: []) == nil)
    #expect(AverageRanks(scores: [[1], [2]]) == nil)
    #expect(AverageRanks(scores: [[1, 2], [2]]) == nil)
    #expect(AverageRanks(scores: [[1, .nan]]) == nil)
    let ties = try #require(AverageRanks(scores: [[1, 1], [2, 2]]))
    #expect(ties.statistic == nil && ties.ranks == [1.5, 1.5])
  }

  @Test func profilesCompareWithTheBest() throws {
    let profile = try #require(
      PerformanceProfile(costs: [[1, 2, nil], [4, 2, 8], [3, 3, nil], [nil, nil, nil]]))
    #expect(profile.share(of: 0, within: 1) == 0.5)
    #expect(profile.share(of: 1, within: 1) == 0.5)
    #expect(profile.share(of: 2, within: 4) == 0.25)
    #expect(profile.share(of: 0, within: 2) == 0.75)
    #expect(profile.share(of: 2, within: 1e9) == 0.25)
    #expect(PerformanceProfile(costs: [[0, 1]]) == nil)
    #expect(PerformanceProfile(costs: []) == nil)
  }
}
