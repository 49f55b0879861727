import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// LOREN: parameters with the covariance ρ·(ρ·I + A·Aᵀ)⁻¹, A = 1_m ⊗ a.
@Suite("Learned covariances")
struct LearnedCovarianceTests {
  private static let damping = 2.0

  private func begun(_ layout: Layout) throws -> Run {
    let settings: [String: SettingValue] = [
      "damping": .number(Self.damping), "epsilon": .number(0.1), "queries": .integer(4),
    ]
    var run = try Run(make("loren", settings), on: Parabola(layout))
    try run.estimate()
    return run
  }

  /// z of a key, and u.
  private func pair(_ run: Run, _ key: RandomKey) throws -> (z: [Float], u: [Float]) {
    let u = try run.problem.direction(key)
    let box = FloatBox([Float](repeating: 0, count: u.count))
    DenseDirections().add(1, key: key, to: box.view, of: run.problem.layout.slices[0], from: 0)
    return (box.view.array, u)
  }

  @Test("lack variance along one direction of the whole matrix, a row repeated")
  func tiled() throws {
    let run = try begun(Parabola.matrix(3, 7))
    var squares: [Double] = []
    for seed in 1..<8 {
      let (z, u) = try pair(run, RandomKey(seed: seed))
      let missing = zip(z, u).map { $0 - $1 }
      for place in 7..<21 { #expect(abs(missing[place] - missing[place - 7]) < 1e-4) }
      let unit = missing.map { $0 / Float(norm(missing)) }
      // What is left along A is −√(ρ/(ρ + s)) of what was there.
      let ratio = dot(unit, u) / dot(unit, z)
      #expect(ratio < 0)
      let square = Self.damping * (1 / (ratio * ratio) - 1)
      squares.append(square)
      let quadratic = Self.damping * dot(u, u) + square * pow(dot(unit, u), 2)
      #expect(abs(quadratic / (Self.damping * dot(z, z)) - 1) < 1e-3)
    }
    for square in squares { #expect(abs(square / squares[0] - 1) < 1e-2) }
  }

  @Test("begin at a of N(0, I): ‖a‖² is about its length")
  func begins() throws {
    let run = try begun(Parabola.matrix(2, 2000))
    let (z, u) = try pair(run, RandomKey(seed: 4))
    let missing = zip(z, u).map { $0 - $1 }
    let ratio = dot(missing, u) / dot(missing, z)
    let square = Self.damping * (1 / (ratio * ratio) - 1)
    #expect(abs(square / 4000 - 1) < 0.15)
  }

  @Test("have a heavy ball that every query pushes, of matrices only")
  func momentum() throws {
    let (problem, plain) = (try Parabola(), try Parabola())
    let settings: [String: SettingValue] = [
      "queries": .integer(3), "epsilon": .number(0.1), "learningRate": .number(0.01),
      "weightDecay": .number(0),
    ]
    var run = try Run(make("loren", settings), on: problem)
    var other = try Run(make("loren", settings.merging(["momentum": .number(0)]) { $1 }), on: plain)
    let before = problem.values
    try run.step()
    try other.step()
    for slice in problem.layout.slices {
      let range = problem.range(slice)
      let ways = [problem, plain].map { at in range.map { at.values[$0] - before[$0] } }
      let distance = norm(zip(ways[0], ways[1]).map { $0 - $1 })
      #expect((distance > 1e-4) == (slice.rows > 1))
    }
  }
}
