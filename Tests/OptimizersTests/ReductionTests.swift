import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// Methods that become others at the ends of their settings, and other exact properties (T17).
@Suite("Reductions")
struct ReductionTests {
  private let plain: [String: SettingValue] = [
    "learningRate": .number(0.005), "epsilon": .number(0.1),
  ]

  /// The weights after some steps on parameters that all belong to one block.
  private func oneBlock(
    _ name: String, _ settings: [String: SettingValue]
  ) throws -> [Float] {
    let problem = try Parabola()
    let block = problem.layout.slices.filter { $0.name.hasPrefix("layers.1.") }.map(\.index)
    try make(name, settings).run(10, on: problem, trainable: Set(block))
    return problem.values
  }

  @Test("AdaLeZO with one part, always drawn, is MeZO, bit for bit (T17)")
  func banditOfOneArm() throws {
    #expect(try bits(oneBlock("adalezo", plain)) == bits(oneBlock("zo-sgd", plain)))
  }

  @Test("AdaFZOO with one part is FZOO")
  func batchedBanditOfOneArm() throws {
    let found = try oneBlock("adafzoo", plain)
    let wanted = try oneBlock("fzoo", plain.merging(["directions": .text("gaussian")]) { $1 })
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 1e-5) }
    #expect(try bits(wanted) != bits(Parabola().values))
  }

  @Test(
    "without a matrix, directions of low rank are MeZO's, bit for bit",
    arguments: ["lozo", "subzero", "tezo"])
  func lowRankOfVectors(name: String) throws {
    let values = try [name, "zo-sgd"].map { name in
      let problem = try Parabola(Parabola.vector(40))
      try make(name, plain).run(10, on: problem)
      return bits(problem.values)
    }
    #expect(values[0] == values[1])
  }

  @Test("AdaFZOO's step does not see the loss's scale or shift (T7)")
  func batchedBanditInvariance() throws {
    let moves = try [(Float(1), Float(0)), (64, 3)].map { scale, shift in
      let problem = try Parabola()
      (problem.scale, problem.shift) = (scale, shift)
      let before = problem.values
      try make("adafzoo", plain.merging(["ratio": .number(0.5)]) { $1 }).run(1, on: problem)
      return zip(problem.values, before).map { $0 - $1 }
    }
    for (a, b) in zip(moves[0], moves[1]) { #expect(abs(a - b) < 1e-4) }
    #expect(norm(moves[0]) > 1e-3)
  }

  @Test("SubZero at full rank of a square matrix draws independent normal elements (T17)")
  func fullRank() throws {
    let problem = try Parabola(Parabola.matrix(6, 6))
    var (moments, products) = ([0.0, 0.0], 0.0)
    let trials = 600
    for trial in 0..<trials {
      var run = try Run(
        make("subzero", plain.merging(["rank": .integer(6)]) { $1 }), on: problem, seed: trial)
      let key = try #require(run.estimate().terms?.first).key
      let z = try problem.direction(key).map(Double.init)
      moments[0] += z.reduce(0) { $0 + $1 * $1 } / 36
      moments[1] += z.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 36
      products += zip(z, z.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 35
    }
    #expect(abs(moments[0] / Double(trials) - 1) < 0.05)
    #expect(abs(moments[1] / Double(trials) - 3) < 0.3)
    #expect(abs(products / Double(trials)) < 0.05)
  }

  @Test("MeZO moves along z only, and its mean over many keys is along the gradient")
  func alongDirection() throws {
    let problem = try Parabola()
    let before = problem.values
    let estimate = try make("zo-sgd", plain).run(1, on: problem)[0]
    let z = try problem.direction(try #require(estimate.terms?.first).key)
    let move = zip(problem.values, before).map { $0 - $1 }
    #expect(alignment(move, z) / Double(z.count) > 0.99999)
    let linear = Linear(60)
    var sum = [Float](repeating: 0, count: 60)
    for seed in 0..<10_000 {
      let found = try TwoSided(epsilon: 1).estimate(ProbeStep(key: RandomKey(seed: seed))) {
        (places: [Displacement]) throws(Divergence) in try linear.losses(at: places)
      }
      for (index, value) in linear.direction(found.terms ?? []).enumerated() { sum[index] += value }
    }
    #expect(dot(sum, linear.gradient) / (norm(sum) * norm(linear.gradient)) > 0.99)
  }

  @Test("Newton and Schulz leave singular values in [0.68, 1.14] (T14)")
  func singularValues() throws {
    let problem = try Parabola(Parabola.matrix(12, 9))
    let before = problem.values
    try make(
      "zo-muon",
      [
        "rank": .integer(4), "queries": .integer(32), "learningRate": .number(1),
        "epsilon": .number(0.1),
      ]
    ).run(1, on: problem)
    let move = zip(problem.values, before).map { Double($0) - Double($1) }
    var gram = (0..<9).map { i in
      (0..<9).map { j in (0..<12).reduce(0.0) { $0 + move[9 * $1 + i] * move[9 * $1 + j] } }
    }
    let values = Self.eigenvalues(&gram).map { max($0, 0).squareRoot() }.sorted(by: >)
    for value in values.prefix(4) { #expect(value > 0.68 && value < 1.14) }
    for value in values.dropFirst(4) { #expect(value < 1e-2) }
  }

  /// Of a symmetric matrix, by Jacobi's rotations.
  private static func eigenvalues(_ a: inout [[Double]]) -> [Double] {
    for _ in 0..<30 {
      for p in 0..<a.count {
        for q in (p + 1)..<max(a.count, p + 1) where abs(a[p][q]) > 1e-14 {
          let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
          let (c, s) = (cos(angle), sin(angle))
          for k in a.indices {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in a.indices {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
          }
        }
      }
    }
    return a.indices.map { a[$0][$0] }
  }
}
