import Reports
import Statistics
import Testing
import Vocabulary

struct PairedComparisonTests {
  private func cells(_ runs: [RunResult]) -> [CellResults] { ResultSet(runs).members }

  @Test func oneSeedIsMcNemarsExactTest() throws {
    let first = (0..<40).map { $0 % 4 != 0 }
    let second = (0..<40).map { $0 % 3 != 0 }
    let pair = cells([
      Measured.run("a", correct: first), Measured.run("b", correct: second),
    ])
    let comparison = try #require(PairedComparison(pair[0], pair[1]))
    // scipy.stats.binomtest(6, 16): ten are right with the first alone, six with the second alone.
    #expect(abs(comparison.pValue - 0.4544982910156250) < 1e-12)
    #expect(abs(comparison.difference - Double(30 - 26) / 40) < 1e-12)
    #expect(comparison.examples == 40 && comparison.seeds == [0])
  }

  @Test func onlyCommonSeedsCount() throws {
    let pair = cells([
      Measured.run("a", seed: 0, right: 80), Measured.run("a", seed: 1, right: 10),
      Measured.run("b", seed: 0, right: 70), Measured.run("b", seed: 2, right: 100),
    ])
    let comparison = try #require(PairedComparison(pair[0], pair[1]))
    #expect(comparison.seeds == [0])
    #expect(abs(comparison.difference - 0.1) < 1e-12)
    #expect(comparison.isConsistent)
  }

  @Test func seedsThatDisagreeAreNotConsistent() throws {
    let pair = cells([
      Measured.run("a", seed: 0, right: 90), Measured.run("a", seed: 1, right: 50),
      Measured.run("b", seed: 0, right: 50), Measured.run("b", seed: 1, right: 60),
    ])
    let comparison = try #require(PairedComparison(pair[0], pair[1]))
    #expect(comparison.difference > 0 && !comparison.isConsistent)
  }

  @Test func otherExamplesAreNotCompared() {
    let tasks = cells([Measured.run("a"), Measured.run("b", task: "other")])
    #expect(PairedComparison(tasks[0], tasks[1]) == nil)
    let seeds = cells([Measured.run("a", seed: 0), Measured.run("b", seed: 1)])
    #expect(PairedComparison(seeds[0], seeds[1]) == nil)
    let lengths = cells([Measured.run("a", of: 100), Measured.run("b", of: 99)])
    #expect(PairedComparison(lengths[0], lengths[1]) == nil)
  }
}
