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

  @Test func whatIsDetectableFallsWithBlocks() {
    let few = Contrast.detectable(deviation: 2, blocks: 4)
    let many = Contrast.detectable(deviation: 2, blocks: 16)
    #expect(many < few / 2)
    #expect(Contrast.detectable(deviation: 2, blocks: 1) == .infinity)
    #expect(Contrast.detectable(deviation: 2, blocks: 16, contrasts: 19) > many)
  }
}
