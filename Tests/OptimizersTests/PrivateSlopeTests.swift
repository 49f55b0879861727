import Optimizers
import Tensors
import Testing
import Vocabulary

/// DPZero: clipped slopes of examples, and noise.
@Suite("Private slopes")
struct PrivateSlopeTests {
  /// The slope of a batch whose examples have these slopes.
  private func slope(
    of slopes: [Float], limit: Float, noise: Float = 0, seed: Int = 1
  ) throws -> Float {
    let estimator = PrivateSlope(epsilon: 0.5, limit: limit, noise: noise)
    let estimate = try estimator.estimate(ProbeStep(key: RandomKey(seed: seed))) {
      (places: [Displacement]) throws(Divergence) in
      places.map { place in slopes.map { $0 * (place.terms.first?.scale ?? 0) } }
    }
    return try #require(estimate.terms?.first?.scale)
  }

  @Test("are clipped example by example, before the mean")
  func clipped() throws {
    #expect(try slope(of: [1, -8, 2, 9], limit: 4) == 0.75)
    #expect(try slope(of: [1, -8, 2, 9], limit: 100) == 1)
  }

  @Test("an exchanged example moves the slope by 2C/B at most")
  func sensitivity() throws {
    let before = try slope(of: [-1000, 2, -1, 3], limit: 2)
    let after = try slope(of: [1000, 2, -1, 3], limit: 2)
    #expect(after - before == 1)
  }

  @Test("the noise is the key's, of mean 0 and deviation 2σC/B")
  func noise() throws {
    let plain = try slope(of: [1, 1], limit: 3)
    let found = try (0..<4000).map { seed in
      Double(try slope(of: [1, 1], limit: 3, noise: 0.5, seed: seed) - plain)
    }
    let square = found.reduce(0) { $0 + $1 * $1 } / 4000
    #expect(abs(found.reduce(0, +) / 4000) < 0.08)
    #expect(abs(square / 2.25 - 1) < 0.08)
    let again = try slope(of: [1, 1], limit: 3, noise: 0.5, seed: 7)
    #expect(Double(again - plain) == found[7] && found[7] != found[8])
  }

  @Test("without noise and with a large C it is MeZO, bit for bit")
  func plain() throws {
    let (first, second) = (try Parabola(), try Parabola())
    let own: [String: SettingValue] = ["learningRate": .number(0.01), "epsilon": .number(0.01)]
    try make("zo-sgd", own).run(12, on: first)
    let plain: [String: SettingValue] = ["noise": .integer(0), "clip": .number(1e30)]
    try make("dpzero", own.merging(plain) { a, _ in a }).run(12, on: second)
    #expect(bits(first.values) == bits(second.values))
  }
}
