import Reports
import Testing

struct StatisticsTests {
  @Test func nothingHasNoMean() {
    #expect(Statistics([]).mean == nil)
    #expect(Statistics([]).standardDeviation == nil)
  }

  @Test func oneValueHasNoSpread() {
    #expect(Statistics([3]).mean == 3)
    #expect(Statistics([3]).standardDeviation == nil)
  }

  @Test func theSpreadIsTheSamples() {
    let statistics = Statistics([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(statistics.mean == 5)
    #expect(abs((statistics.standardDeviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-12)
  }

  @Test func aLargeOffsetCostsNoPrecision() {
    let deviation = Statistics([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).standardDeviation
    #expect(abs((deviation ?? 0) - 30.0.squareRoot()) < 1e-6)
  }
}
