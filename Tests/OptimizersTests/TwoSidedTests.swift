import Experiments
import Optimizers
import Tensors
import Testing

@Suite("Two-sided estimates")
struct TwoSidedTests {
  private let key = RandomKey(seed: 11)

  private func coefficients(
    _ problem: Parabola, epsilon: Float, queries: Int = 1
  ) throws -> [DirectionTerm] {
    let estimate = try TwoSided(epsilon: epsilon, queries: queries).estimate(key: key) {
      (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
    }
    return try #require(estimate.terms)
  }

  @Test(
    "is the slope along z on a quadratic, for every epsilon", arguments: [0.05, 0.5, 2] as [Float])
  func exactOnQuadratic(epsilon: Float) throws {
    let problem = try Parabola()
    let term = try #require(coefficients(problem, epsilon: epsilon).first)
    let slope = dot(problem.exactGradient, try problem.direction(term.key))
    #expect(abs(slope) > 0.1)
    #expect(abs(Double(term.scale) - slope) < 1e-3 * abs(slope))
  }

  @Test("is the mean of its queries' estimates")
  func meanOfQueries() throws {
    let problem = try Parabola()
    let terms = try coefficients(problem, epsilon: 0.5, queries: 3)
    #expect(Set(terms.map(\.key)).count == 3)
    for term in terms {
      let slope = dot(problem.exactGradient, try problem.direction(term.key))
      #expect(abs(3 * Double(term.scale) - slope) < 1e-3 * max(abs(slope), 1))
    }
    let estimate = try TwoSided(epsilon: 0.5, queries: 3).estimate(key: key) {
      (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
    }
    let places = terms.flatMap { [Displacement.along($0.key, by: 0.5), .along($0.key, by: -0.5)] }
    let losses = try problem.losses(at: places)
    #expect(abs(estimate.loss - losses.reduce(0, +) / 6) < 1e-4 * estimate.loss)
  }

  @Test("scales with the loss")
  func scalesWithLoss() throws {
    let problem = try Parabola()
    let before = try #require(coefficients(problem, epsilon: 0.5).first)
    problem.scale = 4
    let after = try #require(coefficients(problem, epsilon: 0.5).first)
    #expect(after.key == before.key)
    #expect(after.scale == 4 * before.scale)
  }

  @Test("reports a loss that is not finite as a divergence")
  func divergence() throws {
    let problem = try Parabola()
    problem.scale = .infinity
    #expect(throws: Divergence.self) { _ = try coefficients(problem, epsilon: 0.5) }
  }

  @Test("moves the weights along z", arguments: ["gaussian", "rademacher"])
  func updateIsParallel(directions: String) throws {
    let problem = try Parabola()
    let optimizer = try OptimizerCatalog.make(
      Component(
        "zo-sgd",
        ["learningRate": .number(0.01), "epsilon": .number(0.5), "directions": .text(directions)]))
    let before = problem.values
    let estimate = try #require(optimizer.run(1, on: problem).first)
    let term = try #require(estimate.terms?.first)
    let z = try problem.direction(term.key)
    for (index, moved) in zip(before, problem.values).map({ $1 - $0 }).enumerated() {
      #expect(abs(moved - -0.01 * term.scale * z[index]) < 1e-6)
    }
    #expect(dot(z, z) > 1)
  }

  @Test("is all that is needed to make the weights again")
  func replay() throws {
    let optimizer = try OptimizerCatalog.make(
      Component(
        "zo-sgd",
        ["learningRate": .number(0.01), "epsilon": .number(0.1), "queries": .integer(2)]))
    let first = try Parabola()
    let start = first.values
    let estimates = try optimizer.run(10, on: first)
    let second = try Parabola()
    let iterate = try Iterate(
      second.weights, trainable: second.everything, optimizer: optimizer, ledger: Ledger())
    for estimate in estimates {
      iterate.descend(by: estimate) { _ in preconditionFailure("no gradient is needed") }
    }
    #expect(first.values != start)
    #expect(first.values.map(\.bitPattern) == second.values.map(\.bitPattern))
  }
}
