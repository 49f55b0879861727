import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// ConMeZO, HiZOO, ZO-AdaMU.
@Suite("Directions with a state")
struct AdaptiveDirectionTests {
  private func same(
    _ name: String, _ settings: [String: SettingValue], as other: String,
    _ otherSettings: [String: SettingValue]
  ) throws {
    let (first, second) = (try Parabola(), try Parabola())
    try make(name, settings).run(12, on: first)
    try make(other, otherSettings).run(12, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  private let plain: [String: SettingValue] = [
    "learningRate": .number(0.005), "epsilon": .number(0.1),
  ]

  @Test("ConMeZO at π/2 is MeZO (T17)")
  func coneOfRightAngle() throws {
    let settings = plain.merging(["angle": .number(.pi / 2)]) { _, new in new }
    try same("conmezo", settings, as: "zo-sgd", plain)
  }

  @Test("HiZOO without smoothing is MeZO (T17)")
  func curvatureWithoutLearning() throws {
    let settings = plain.merging(["smoothing": .number(0)]) { _, new in new }
    try same("hizoo", settings, as: "zo-sgd", plain)
  }

  @Test("ConMeZO's directions have E‖z‖² = d and stand at their angle to the momentum")
  func cone() throws {
    let problem = try Parabola(Parabola.vector(4000))
    var run = try Run(
      make(
        "conmezo",
        ["learningRate": .number(1e-5), "epsilon": .number(0.01), "warmUpBeta": .boolean(false)]),
      on: problem)
    let estimate = try run.estimate()
    let first = try #require(estimate.terms?.first)
    let z = try problem.direction(first.key)
    run.iterate.descend(by: estimate) { problem.gradient($0) }
    try run.estimate()
    // m is β of the first Gaussian and 1 − β of c·z.
    let start = FloatBox([Float](repeating: 0, count: 4000))
    DenseDirections().add(
      0.99, key: run.key(0).folding(UInt64(1) << 63 | 5), to: start.view,
      of: problem.layout.slices[0], from: 0)
    let momentum = zip(start.view.array, z).map { $0 + 0.01 * first.scale * $1 }
    var (square, cosine) = (0.0, 0.0)
    for seed in 0..<40 {
      let z = try problem.direction(RandomKey(seed: seed))
      square += dot(z, z) / 4000 / 40
      cosine += abs(dot(z, momentum)) / (norm(z) * norm(momentum)) / 40
    }
    #expect(abs(square - 1) < 0.02)
    #expect(abs(cosine - cos(1.35)) < 0.01)
  }

  @Test("ConMeZO's β warms up as in its code, in the same share of any run")
  func warmUp() {
    let cone = MomentumCone()
    func beta(_ step: Int, _ horizon: Int = 20_000) -> Double {
      cone.beta(at: Moment(step: step, horizon: horizon))
    }
    #expect(beta(100) == 0.1)
    #expect(beta(2000) == 0.99)
    #expect(beta(400) > 0.1 && beta(400) < beta(1500))
    #expect(beta(400) == beta(20, 1000) && beta(100, 1000) == 0.99)
    #expect(MomentumCone(warmUp: 50).beta(at: Moment(step: 50, horizon: 20_000)) == 0.99)
  }

  @Test("HiZOO's average has the expectation h + ½·tr(H⁻¹h)·H (T12)")
  func curvatureBias() throws {
    // H = 1, h = (1, 2, 3): the expectation is h + 3. What α = ½ leaves of H gives the average.
    let curvature: [Float] = [1, 2, 3]
    var sums = [0.0, 0, 0]
    let trials = 40_000
    for trial in 0..<trials {
      let problem = try Parabola(Parabola.vector(3))
      problem.curvature = curvature
      var run = try Run(
        Optimizer(
          .probes(TwoSided(epsilon: 1.0, curvatureEvery: 1), along: CurvatureScaled(rate: 0.5)),
          update: [LearningRate(0)]), on: problem, seed: trial)
      let estimate = try run.estimate()
      let key = try #require(estimate.terms?.first).key
      let before = try problem.direction(key)
      run.iterate.descend(by: estimate) { problem.gradient($0) }
      let after = try problem.direction(key)
      for index in 0..<3 {
        // z/√H: H is the square of the ratio; H = ½ + ½·average.
        let ratio = Double(before[index] / after[index])
        sums[index] += (2 * ratio * ratio - 1) / Double(trials)
      }
    }
    for (index, wanted) in [4.0, 5, 6].enumerated() {
      #expect(abs(sums[index] / wanted - 1) < 0.06, "\(sums)")
    }
  }

  @Test("ZO-AdaMU's first phase steps along sign(z) times c")
  func firstPhase() throws {
    let problem = try Parabola()
    let before = problem.values
    var run = try Run(
      make("zo-adamu", plain), on: problem, horizon: 1000)
    let estimate = try run.estimate()
    let term = try #require(estimate.terms?.first)
    let z = try problem.direction(term.key)
    run.iterate.descend(by: estimate) { problem.gradient($0) }
    for index in before.indices where abs(z[index]) > 0.05 {
      let wanted = -0.005 * term.scale * (z[index] > 0 ? 1 : -1)
      #expect(abs(problem.values[index] - before[index] - wanted) < 1e-4)
    }
  }

  @Test("ZO-AdaMU probes plainly in the first 5 % of the run, and mixes after")
  func firstPhaseEnds() throws {
    let problem = try Parabola(Parabola.vector(500))
    var run = try Run(make("zo-adamu", plain), on: problem, horizon: 100)
    for step in 0..<12 {
      let term = try #require(run.estimate().terms?.first)
      let dense = FloatBox([Float](repeating: 0, count: 500))
      DenseDirections().add(
        1, key: term.key, to: dense.view, of: problem.layout.slices[0], from: 0)
      let apart = norm(zip(try problem.direction(term.key), dense.view.array).map { $0 - $1 })
      #expect((apart < 1e-3) == (step <= 5), "\(step): \(apart)")
      try run.step()
    }
    #expect(AdaptiveMixture().ends == 0.8)
  }

  @Test("ZO-AdaMU remembers the direction that went down")
  func momentumOfDirections() throws {
    let problem = try Parabola(Parabola.vector(2000))
    var run = try Run(
      make(
        "zo-adamu",
        [
          "learningRate": .number(1e-6), "epsilon": .number(0.01), "begins": .number(0),
          "ends": .number(0),
        ]), on: problem, horizon: 100)
    let first = try run.estimate()
    let term = try #require(first.terms?.first)
    let probed = try problem.direction(term.key).map { $0 * (term.scale > 0 ? 1 : -1) }
    run.iterate.descend(by: first) { problem.gradient($0) }
    try run.estimate()
    // m' = β₁·ż + (1 − β₁)·(m + …): its mean over draws is 0.1·m.
    var mean = [Float](repeating: 0, count: 2000)
    for seed in 0..<400 {
      for (index, z) in try problem.direction(RandomKey(seed: seed)).enumerated() {
        mean[index] += z / 400
      }
    }
    let slope = dot(mean, probed) / dot(probed, probed)
    #expect(abs(slope - 0.1) < 0.03, "\(slope)")
  }
}
