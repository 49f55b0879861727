import Laboratory
import Testing
import Vocabulary

@Suite struct MemoryLimitTests {
  private let limit = MemoryLimit(bytes: 150 << 20, source: "the limit of a test")

  @Test func runsThatDoNotFitAreTold() throws {
    let warning = try #require(
      limit.warning(
        forecasts: [10 << 20, 120 << 20, 200 << 20], overhead: ResidentOverhead(bytes: 50 << 20)))
    #expect(warning.contains("2 of the runs need up to 250 MiB, the limit of a test is 150 MiB"))
    #expect(warning.contains("--memory-budget 100MiB"))
    #expect(limit.warning(forecasts: [10 << 20], overhead: ResidentOverhead(bytes: 0)) == nil)
  }

  @Test func thereIsAlwaysALimit() {
    #expect(MemoryLimit.least.bytes > 1 << 20)
  }
}
