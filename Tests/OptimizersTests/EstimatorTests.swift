import Optimizers
import Tensors
import Testing
import Vocabulary

@Suite("Estimators")
struct EstimatorTests {
  private func estimate(
    _ estimator: any Estimator, _ problem: Parabola, seed: Int = 11
  ) throws -> Estimate {
    try estimator.estimate(ProbeStep(key: RandomKey(seed: seed))) {
      (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
    }
  }

  private func plane(_ estimator: any Estimator) throws -> Estimate {
    try estimator.estimate(ProbeStep(key: RandomKey(seed: 0))) {
      (places: [Displacement]) throws(Divergence) in try Plane.losses(at: places)
    }
  }

  @Test("the study's worked numbers: two-sided 2.0, one-sided 2.15")
  func workedNumbers() throws {
    let two = try plane(TwoSided(epsilon: 0.1)).terms?.first?.scale
    let one = try plane(OneSided(epsilon: Scheduled(0.1), queries: 1)).terms?.first?.scale
    #expect(abs(try #require(two) - 2) < 1e-5)
    #expect(abs(try #require(one) - 2.15) < 1e-5)
    let cons = Conservative(epsilon: 0.1, rate: 0.1)
    let step = try #require(plane(cons).terms?.first?.scale)
    // It picks (0.8, 2.2): a step along −2·(1, −1)/10.
    #expect(abs(step - 2) < 1e-5)
  }

  @Test(
    "two-sided is the slope along z on a quadratic, for every epsilon",
    arguments: [0.05, 0.5, 2] as [Float])
  func exactOnQuadratic(epsilon: Float) throws {
    let problem = try Parabola()
    problem.coupling = 0.1
    let term = try #require(estimate(TwoSided(epsilon: epsilon), problem).terms?.first)
    let slope = dot(problem.exactGradient, try problem.direction(term.key))
    #expect(abs(slope) > 0.1)
    #expect(abs(Double(term.scale) - slope) < 1e-3 * abs(slope))
  }

  @Test("one-sided adds (ε/2)·zᵀHz on a quadratic", arguments: [0.25, 1] as [Float])
  func oneSidedBias(epsilon: Float) throws {
    let problem = try Parabola()
    let estimate = try estimate(OneSided(epsilon: Scheduled(epsilon), queries: 1), problem)
    let term = try #require(estimate.terms?.first)
    let z = try problem.direction(term.key)
    let curved = dot(zip(z, problem.curvature).map { $0 * $1 }, z)
    let wanted = dot(problem.exactGradient, z) + Double(epsilon) / 2 * curved
    #expect(abs(Double(term.scale) - wanted) < 1e-3 * abs(wanted))
    #expect(estimate.loss == problem.loss)
  }

  @Test("the second difference is zᵀHz on a quadratic")
  func secondDifference() throws {
    let problem = try Parabola()
    problem.coupling = 0.2
    let estimator = TwoSided(epsilon: 0.5, curvatureEvery: 1)
    let found = try estimate(estimator, problem)
    let z = try problem.direction(try #require(found.terms?.first).key)
    let total = Double(z.reduce(0, +))
    let wanted = dot(zip(z, problem.curvature).map { $0 * $1 }, z) + 0.2 * total * total
    #expect(abs(Double(try #require(found.curvature)) - wanted) < 2e-3 * wanted)
    #expect(problem.forwards == 3)
  }

  @Test("the mean over 20,000 draws of a cubic's estimate has the bias 3ε²")
  func cubicBias() throws {
    let problem = try Parabola(Parabola.vector(2))
    problem.curvature = [0, 0]
    problem.cubic = 1
    problem.set([0.5, -0.5])
    var sum = [0.0, 0.0]
    let trials = 20_000
    for trial in 0..<trials {
      let terms = try #require(estimate(TwoSided(epsilon: 0.5), problem, seed: trial).terms)
      let found = try problem.gradient(terms)
      for index in 0..<2 { sum[index] += Double(found[index]) / Double(trials) }
    }
    // 3x² + 3ε² = 1.5; one standard error is about 0.02.
    #expect(abs(sum[0] - 1.5) < 0.1 && abs(sum[1] - 1.5) < 0.1)
  }

  @Test("n queries are the mean of n estimates, and report the mean loss")
  func meanOfQueries() throws {
    let problem = try Parabola()
    let found = try estimate(TwoSided(epsilon: 0.5, queries: 3), problem)
    let terms = try #require(found.terms)
    #expect(Set(terms.map(\.key)).count == 3)
    for term in terms {
      let slope = dot(problem.exactGradient, try problem.direction(term.key))
      #expect(abs(3 * Double(term.scale) - slope) < 1e-3 * max(abs(slope), 1))
    }
    let places = terms.flatMap { [Displacement.along($0.key, by: 0.5), .along($0.key, by: -0.5)] }
    let losses = try problem.losses(at: places)
    #expect(abs(found.loss - losses.reduce(0, +) / 6) < 1e-4 * found.loss)
  }

  @Test("two-sided scales with the loss, and does not see a shift")
  func scalesWithLoss() throws {
    let problem = try Parabola()
    let before = try #require(estimate(TwoSided(epsilon: 0.5), problem).terms?.first)
    problem.scale = 4
    problem.shift = 16
    let after = try #require(estimate(TwoSided(epsilon: 0.5), problem).terms?.first)
    #expect(after.key == before.key)
    #expect(abs(after.scale - 4 * before.scale) < 1e-3 * abs(after.scale))
  }

  @Test("descends on a quadratic: ⟨ĝ, g⟩ is not negative")
  func descentDirection() throws {
    let problem = try Parabola()
    for seed in 0..<50 {
      let terms = try #require(estimate(TwoSided(epsilon: 0.3), problem, seed: seed).terms)
      #expect(dot(try problem.gradient(terms), problem.exactGradient) >= -1e-3)
    }
  }

  @Test("a loss that is not finite is a divergence")
  func divergence() throws {
    let problem = try Parabola()
    problem.scale = .infinity
    #expect(throws: Divergence.self) { _ = try estimate(TwoSided(epsilon: 0.5), problem) }
  }

  @Test(
    "E‖ĝ‖²/‖g‖² is (q + d + 1)/q for Gaussian and (q + d − 1)/q for Rademacher directions (T4)",
    arguments: [
      (Elements.gaussian, 1, 22.0), (.rademacher, 1, 20.0), (.gaussian, 4, 6.25),
      (.rademacher, 4, 5.75),
    ])
  func secondMoment(elements: Elements, queries: Int, wanted: Double) throws {
    let linear = Linear(20, elements)
    var sum = 0.0
    let trials = 20_000
    for trial in 0..<trials {
      let estimator = TwoSided(epsilon: 0.5, queries: queries)
      let found = try estimator.estimate(ProbeStep(key: RandomKey(seed: trial))) {
        (places: [Displacement]) throws(Divergence) in try linear.losses(at: places)
      }
      let estimate = linear.direction(found.terms ?? [])
      sum += dot(estimate, estimate) / dot(linear.gradient, linear.gradient)
    }
    // A standard deviation of about 40 over 20,000 draws: 0.28.
    #expect(abs(sum / Double(trials) - wanted) < 1.2)
  }

  @Test("alignments with a linear loss's gradient are those of the theory (T5)")
  func alignments() throws {
    let linear = Linear(400)
    let one = Scheduled(1)
    let cases: [(any Estimator, Double, Double)] = [
      (TwoSided(epsilon: 1), 1, 0.15), (TwoSided(epsilon: 1, queries: 4), 3.95, 0.3),
      (OneSided(epsilon: one, queries: 8), 7.9, 0.4),
      (LeaveOneOut(epsilon: one, queries: 8), 6.9, 0.4),
      (Greedy(epsilon: one, candidates: 4), 1.6, 0.2),
      (Guided(epsilon: one, candidates: 2), 0.97, 0.15),
      (Guided(epsilon: one, candidates: 4), 2.15, 0.25),
      (Guided(epsilon: one, candidates: 16), 9.3, 0.6),
    ]
    for (estimator, wanted, tolerance) in cases {
      let found = try linear.alignment(estimator, trials: 1200)
      #expect(abs(found - wanted) < tolerance, "\(estimator): \(found)")
    }
  }
}
