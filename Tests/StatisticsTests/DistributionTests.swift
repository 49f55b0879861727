import Foundation
import Statistics
import Testing

/// Equal to SciPy's numbers to 1e-9, and to 1e-12 relative where it counts.
func expectClose(
  _ values: [Double], _ wanted: [Double], tolerance: Double = 1e-9,
  _ location: SourceLocation = #_sourceLocation
) {
  #expect(values.count == wanted.count, sourceLocation: location)
  for (value, wanted) in zip(values, wanted) {
    let allowed = tolerance * min(1, max(abs(wanted), 1e-3))
    #expect(abs(value - wanted) <= allowed, "\(value) is not \(wanted)", sourceLocation: location)
  }
}

struct DistributionTests {
  @Test func normal() {
    expectClose([-6.5, -1.96, 0.3, 4].map(NormalDistribution.cumulative), SciPy.normal)
    expectClose([1e-12, 0.025, 0.4, 0.999].map(NormalDistribution.quantile), SciPy.quantiles)
    #expect(abs(NormalDistribution.quantile(0.5)) < 1e-15)
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(1.5).isNaN)
  }

  @Test func chiSquared() {
    let cases = [(0.1, 1), (3.84, 1), (2.5, 7), (90.0, 36)]
    expectClose(cases.map { ChiSquared.survival($0.0, degrees: $0.1) }, SciPy.chiSquared)
    #expect(ChiSquared.survival(0, degrees: 3) == 1)
    #expect(ChiSquared.survival(.infinity, degrees: 3) == 0)
    #expect(ChiSquared.survival(1, degrees: 0).isNaN)
  }

  @Test func studentizedRange() {
    let cases = [(1.5, 2), (3.3145, 3), (3.6, 10), (6.0, 37)]
    expectClose(cases.map { StudentizedRange.cumulative($0.0, count: $0.1) }, SciPy.range)
    expectClose(
      [2, 5, 10, 37].map { StudentizedRange.quantile(0.95, count: $0) }, SciPy.rangeQuantiles)
    #expect(StudentizedRange.cumulative(1, count: 1) == 0)
    #expect(StudentizedRange.quantile(1, count: 3).isNaN)
  }

  @Test func wilson() throws {
    let cases = [
      (0, 20, SciPy.wilson0of20), (187, 200, SciPy.wilson187of200),
      (20, 20, SciPy.wilson20of20), (1, 3, SciPy.wilson1of3),
    ]
    for (count, trials, wanted) in cases {
      let interval = try #require(ConfidenceInterval(wilson: count, of: trials))
      expectClose([interval.low, interval.high], wanted)
    }
    #expect(ConfidenceInterval(wilson: 3, of: 2) == nil)
    #expect(ConfidenceInterval(wilson: 0, of: 0) == nil)
  }

  @Test func bootstrap() throws {
    let accuracies = [0.912, 0.874, 0.931, 0.655, 0.902, 0.888, 0.917, 0.5]
    let bootstrap = try #require(Bootstrap(accuracies, resamples: 999, seed: 7))
    let percentile = bootstrap.percentile()
    expectClose([percentile.low, percentile.high], SciPy.percentile)
    let corrected = try #require(bootstrap.corrected())
    expectClose([corrected.low, corrected.high], SciPy.corrected)
  }

  @Test func bootstrapOfEqualValuesHasNoWidth() throws {
    let same = try #require(Bootstrap([0.5, 0.5, 0.5], resamples: 99))
    #expect(same.percentile() == ConfidenceInterval(low: 0.5, high: 0.5))
    #expect(same.corrected() == nil)
    #expect(Bootstrap([]) == nil)
    #expect(Bootstrap([.nan]) == nil)
  }
}
