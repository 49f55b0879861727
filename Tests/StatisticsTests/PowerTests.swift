import Statistics
import Testing

/// Against SciPy's noncentral t, and statsmodels' power of a t test.
struct PowerTests {
  @Test func noncentralDistribution() {
    let cases: [(Double, Double, Double)] = [
      (2.1, 4.0, 1.5), (-3, 11, 2.8), (9, 3, 6), (2, 1, 0.5), (3.4, 90, 3),
    ]
    expectClose(
      cases.map { StudentT.cumulative($0.0, degrees: $0.1, noncentrality: $0.2) },
      SciPy.noncentral)
    // Without a difference it is Student's own.
    let plain = StudentT.cumulative(-1.7, degrees: 6)
    expectClose([StudentT.cumulative(-1.7, degrees: 6, noncentrality: 0)], [plain])
  }

  @Test func power() {
    let cases: [(Double, Double, Double)] = [
      (2.8, 11.0, 0.05), (3.5, 4, 0.05 / 11), (0, 7, 0.05), (5, 3, 0.01),
    ]
    expectClose(
      cases.map { DetectableDifference.power(errors: $0.0, degrees: $0.1, level: $0.2) },
      SciPy.power)
  }

  @Test func whatIsFoundInFourOfFiveCases() {
    let cases: [(Double, Int)] = [(11, 1), (11, 19), (4, 11), (41, 19)]
    // As precise as the search of statsmodels.
    expectClose(
      cases.map { DetectableDifference.errors(degrees: $0.0, contrasts: $0.1) },
      SciPy.detectable, tolerance: 1e-4)
    #expect(DetectableDifference.errors(degrees: 0) == .infinity)
  }

  @Test func equalMethodsAreFoundEqual() {
    let cases: [(Double, Double, Int)] = [
      (4, 11, 1), (3, 11, 19), (2, 5, 1), (6, 90, 2), (0.5, 4, 1),
    ]
    // Where the chance becomes 0 the integrand has a corner.
    expectClose(
      cases.map { EquivalencePower.chance(margin: $0.0, degrees: $0.1, contrasts: $0.2) },
      SciPy.equivalence, tolerance: 1e-3)
    #expect(EquivalencePower.chance(margin: 9, degrees: 0) == 0)
  }
}
