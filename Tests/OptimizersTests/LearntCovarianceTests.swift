import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// LOREN: rows with the covariance (ρ·I + a·aᵀ)⁻¹.
@Suite("Learnt covariances")
struct LearntCovarianceTests {
  private static let damping: Float = 2

  private func begun(_ rate: Double) throws -> Run {
    let settings: [String: SettingValue] = [
      "damping": .number(Double(Self.damping)), "covarianceRate": .number(rate),
      "epsilon": .number(0.1), "queries": .integer(4), "learningRate": .number(1e-6),
    ]
    var run = try Run(make("loren", settings), on: Parabola(Parabola.matrix(3, 7)))
    try run.estimate()
    return run
  }

  /// z and u of a key, row by row.
  private func rows(_ run: Run, _ key: RandomKey) throws -> [(z: [Float], u: [Float])] {
    let u = try run.problem.direction(key)
    let box = FloatBox([Float](repeating: 0, count: u.count))
    DenseDirections().add(1, key: key, to: box.view, of: run.problem.layout.slices[0], from: 0)
    let z = box.view.array
    return (0..<3).map { row in
      (Array(z[row * 7..<row * 7 + 7]), Array(u[row * 7..<row * 7 + 7]))
    }
  }

  /// a up to its sign, from what it does to a Gaussian: √ρ·u lacks a share of z along a.
  private func spike(_ run: Run, _ key: RandomKey) throws -> [Double] {
    let pair = try rows(run, key)[0]
    let missing = zip(pair.z, pair.u).map { Double($0) - Double($1) * sqrt(Double(Self.damping)) }
    let length = sqrt(missing.reduce(0) { $0 + $1 * $1 })
    let unit = missing.map { $0 / length }
    let ratio = product(unit, pair.u) / product(unit, pair.z)
    let size = sqrt(1 / (ratio * ratio) - Double(Self.damping))
    let sign: Double = unit[0] < 0 ? -1 : 1
    return unit.map { sign * size * $0 }
  }

  private func product(_ a: [Double], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * Double($1.1) }
  }

  @Test("make (ρ·I + a·aᵀ)^½ of every row a Gaussian")
  func whitened() throws {
    let run = try begun(0)
    let a = try spike(run, RandomKey(seed: 1))
    for seed in 2..<6 {
      #expect(expectClose(try spike(run, RandomKey(seed: seed)), a, 2e-3))
      for (z, u) in try rows(run, RandomKey(seed: seed)) {
        // uᵀ(ρ·I + a·aᵀ)u is ‖z‖².
        let square = Double(Self.damping) * dot(u, u) + pow(product(a, u), 2)
        #expect(abs(square / dot(z, z) - 1) < 1e-3)
      }
    }
  }

  @Test("learn by the score function of the same losses")
  func learning() throws {
    var run = try begun(1e-2)
    let before = try spike(run, RandomKey(seed: 1))
    let keys = (0..<4).map { run.key(0).folding(UInt64($0)) }
    let probed = try keys.map { try rows(run, $0).map(\.u) }
    try run.step()
    try run.estimate()
    let terms = try #require(run.estimates[0].terms)
    var wanted = before
    for (term, rows) in zip(terms, probed) {
      for u in rows {
        let along = product(before, u)
        for j in 0..<7 { wanted[j] += 1e-2 / 3 * Double(term.scale) * along * Double(u[j]) }
      }
    }
    let after = try spike(run, RandomKey(seed: 1))
    let sign: Double = wanted[0] < 0 ? -1 : 1
    #expect(expectClose(after, wanted.map { sign * $0 }, 2e-3))
    #expect(!expectClose(after, before, 1e-2))
  }
}
