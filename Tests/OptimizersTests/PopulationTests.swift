import Optimizers
import Tensors
import Testing
import Vocabulary

/// Evolution strategies: a population whose rewards are shaped.
@Suite("Populations")
struct PopulationTests {
  private let linear = Linear(40)

  /// The scales of an estimate of which the losses are passed through `change`.
  private func scales(
    _ shaping: Shaping, queries: Int = 12, _ change: (Float) -> Float = { $0 }
  ) throws -> [Float] {
    let estimator = Population(epsilon: 0.5, queries: queries, shaping: shaping)
    let estimate = try estimator.estimate(ProbeStep(key: RandomKey(seed: 3))) {
      (places: [Displacement]) throws(Divergence) in try linear.losses(at: places).map(change)
    }
    return (estimate.terms ?? []).map(\.scale)
  }

  private func differences(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }

  @Test("go nowhere when all rewards are equal", arguments: Shaping.allCases)
  func constant(shaping: Shaping) throws {
    #expect(try scales(shaping) { _ in 0.3 }.allSatisfy { $0 == 0 })
  }

  @Test("do not see a shift or a factor of the reward", arguments: [Shaping.standard, .rank])
  func affine(shaping: Shaping) throws {
    let plain = try scales(shaping)
    #expect(plain.contains { $0 != 0 })
    for (factor, shift) in [(Float(3), Float(0)), (0.25, 100), (1, -7)] {
      #expect(differences(try scales(shaping) { factor * $0 + shift }, plain) < 1e-4)
    }
    #expect(differences(try scales(shaping) { -$0 }, plain.map { -$0 }) < 1e-6)
  }

  @Test("of ranks do not see any increasing function of the reward")
  func monotone() throws {
    let plain = try scales(.rank)
    #expect(try scales(.rank) { $0 * $0 * $0 } == plain)
    #expect(try scales(.rank) { $0 < 0 ? $0 : 100 * $0 + 5 } == plain)
    #expect(try scales(.standard) { $0 * $0 * $0 } != scales(.standard))
  }

  @Test("share ranks where rewards are equal, as accuracies often are")
  func ties() {
    let weights = Shaping.rank.weights([0.5, 0.75, 0.5, 0.25, 0.75])
    #expect(weights == [-0.125, 0.375, -0.125, -0.5, 0.375])
    #expect(weights.reduce(0, +) == 0)
  }

  @Test("compare members within their group only", arguments: Shaping.allCases)
  func groups(shaping: Shaping) {
    let rewards = [1.0, 3, 2, 14, 12, 13]
    let weights = shaping.weights(rewards, group: 3)
    #expect(abs(weights[0..<3].reduce(0, +)) < 1e-12 && abs(weights[3..<6].reduce(0, +)) < 1e-12)
    #expect(zip(weights[0..<3], [weights[4], weights[3], weights[5]]).allSatisfy { $0 == $1 })
    #expect(shaping.weights(rewards) != weights)
  }

  @Test("ask for one loss a member, each along its own direction, and divide by N alone")
  func passes() throws {
    var asked: [Displacement] = []
    let estimator = Population(epsilon: 0.25, queries: 4)
    let step = ProbeStep(key: RandomKey(seed: 2))
    let estimate = try estimator.estimate(step) { (places: [Displacement]) throws(Divergence) in
      asked += places
      return [1, 2, 3, 2]
    }
    #expect(asked == (0..<4).map { .along(step.key(query: $0), by: 0.25) })
    #expect(estimator.cost(at: step.moment, parts: 0).forwards == 4)
    // Rewards −1, −2, −3, −2: deviation √½, so the best has z = √2 and the worst −√2.
    let wanted: [Float] = [-1, 0, 1, 0].map { $0 * Float(2).squareRoot() / 4 }
    #expect(differences((estimate.terms ?? []).map(\.scale), wanted) < 1e-6)
    #expect(estimate.loss == 2)
  }

  @Test("of N see as much of the gradient as N − 1 slopes", arguments: [4, 12])
  func aligned(queries: Int) throws {
    let linear = Linear(2000)
    let found = try linear.alignment(Population(epsilon: 1, queries: queries), trials: 250)
    #expect(abs(found / Double(queries - 1) - 1) < 0.15)
  }

  @Test("are a part of composed optimizers, the same as es")
  func composed() throws {
    let (first, second) = (try Parabola(), try Parabola())
    let own: [String: SettingValue] = [
      "epsilon": .number(0.1), "queries": .integer(6), "shaping": .text("rank"),
    ]
    let rate: [String: SettingValue] = ["learningRate": .number(0.02)]
    try make("es", own.merging(rate) { a, _ in a }).run(8, on: first)
    try make(
      "compose", rate.merging(["estimator": .map(["population": .map(own)])]) { a, _ in a }
    ).run(8, on: second)
    #expect(bits(first.values) == bits(second.values))
  }
}
