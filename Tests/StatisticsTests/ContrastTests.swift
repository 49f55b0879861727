import Statistics
import Testing

struct ContrastTests {
  private let differences = [0.5, -0.25, 1.5, 0.75, 2.0, -1.0, 0.125, 0.875, 1.25, -0.5]

  @Test func studentsDistribution() {
    let points = [(-2.5, 3.0), (0.3, 14), (1.96, 1), (-8, 9)]
    expectClose(points.map { StudentT.cumulative($0.0, degrees: $0.1) }, SciPy.studentT)
    let shares = [(0.975, 4.0), (0.8, 14), (0.025, 2)]
    expectClose(shares.map { StudentT.quantile($0.0, degrees: $0.1) }, SciPy.studentQuantiles)
  }

  @Test func differenceAndEquivalence() throws {
    let contrast = try #require(Contrast(differences))
    let found = [
      contrast.mean, contrast.error, contrast.pValue, contrast.equivalence(within: 1),
      contrast.halfWidth(),
    ]
    expectClose(found, SciPy.contrast)
    #expect(Contrast([1]) == nil)
  }

  @Test func oneFamilyHasOneWordForEach() throws {
    let shifts = [5.0, 0, -5]
    let noise = [0.1, -0.1, 0.2, -0.2, 0.05, -0.05]
    var family = try shifts.map { shift in try #require(Contrast(noise.map { $0 + shift })) }
    family.append(try #require(Contrast([9, -8, 4, -7, 6, -1])))
    #expect(ContrastWord.words(of: family, margin: 1) == [.better, .equal, .worse, .undecided])
  }

  @Test func whatCannotBeTestedCountsInTheCorrection() throws {
    // p is 0.03: enough alone, and not beside two contrasts that were declared with it.
    let clear = try #require(Contrast([5, 2, 4, 7, 0.5]))
    #expect(clear.pValue < 0.05 && clear.pValue * 3 > 0.05)
    #expect(ContrastWord.words(of: [clear], margin: 0.1) == [.better])
    #expect(ContrastWord.words(of: [clear, nil, nil], margin: 0.1) == [.undecided, nil, nil])
  }

  private let seeds = [
    [0.5, 1.25, -0.75, 2.0, 0.25], [1.5, 1.0, 2.25, 0.5, 1.75], [-0.5, 0.25, 0.0, 0.75, 1.0],
    [3.0, 2.0, 2.5, 3.5, 1.0],
  ]

  @Test func seedsWithinBlocksAddTheirVariances() throws {
    let contrast = try #require(Contrast(within: seeds, examples: [0.5, 0.25, 0.75, 0.5]))
    expectClose(
      [contrast.mean, contrast.error, contrast.degrees, contrast.pValue], SciPy.within)
    // Of two blocks, one with the other sign, it is Welch's test.
    let two = try #require(Contrast(within: [seeds[1], seeds[3].map { -$0 }]))
    expectClose([two.mean / two.error, two.degrees, two.pValue], SciPy.welch)
    #expect(Contrast(within: [[1, 2], [3]]) == nil && Contrast(within: []) == nil)
    #expect(Contrast(within: seeds, examples: [1]) == nil)
  }

  @Test func middlesAndTheirIntervals() throws {
    let accuracies = [0.912, 0.874, 0.931, 0.655, 0.902, 0.888, 0.917, 0.5]
    let samples = [seeds.flatMap(\.self), accuracies, [3, 1, 2], [7]]
    expectClose(samples.compactMap(InterquartileMean.of), SciPy.trimmed)
    #expect(InterquartileMean.of([]) == nil)
    let bootstrap = try #require(
      StratifiedBootstrap(seeds, resamples: 499, seed: 3, of: InterquartileMean.of))
    let interval = bootstrap.percentile()
    expectClose([interval.low, interval.high], SciPy.stratified)
    #expect(StratifiedBootstrap([[1], []], of: InterquartileMean.of) == nil)
    expectClose(
      [1, 3, 8].compactMap { ExpectedBest.of(accuracies, draws: $0) }, SciPy.expectedBest)
    #expect(ExpectedBest.of([1], draws: 2) == nil && ExpectedBest.of([], draws: 1) == nil)
  }
}
