import Statistics
import Testing

struct MomentsTests {
  @Test func nothingHasNoMean() {
    #expect(Moments([]).mean == nil)
    #expect(Moments([]).standardDeviation == nil)
  }

  @Test func oneValueHasNoSpread() {
    #expect(Moments([3]).mean == 3)
    #expect(Moments([3]).standardDeviation == nil)
  }

  @Test func theSpreadIsTheSamples() {
    let moments = Moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(moments.mean == 5)
    #expect(abs((moments.standardDeviation ?? 0) - (32.0 / 7).squareRoot()) < 1e-12)
  }

  @Test func theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    #expect(Median.of([]) == nil)
    #expect(Median.of([3]) == 3)
    #expect(Median.of([9, 1, 4]) == 4)
    #expect(Median.of([9, 1, 4, 2]) == 3)
  }

  @Test func aLargeOffsetCostsNoPrecision() {
    let deviation = Moments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).standardDeviation
    #expect(abs((deviation ?? 0) - 30.0.squareRoot()) < 1e-6)
  }
}
