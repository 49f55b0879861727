import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// How large a step may be: on quadratics (T19), and in narrow formats (T18).
@Suite("Step sizes")
struct StepSizeTests {
  /// E L of MeZO on ½ Σ hᵢ·θᵢ² after some steps, exactly, as a share of L at the start.
  ///
  /// Each step takes E θᵢ² to (1 − 2ηhᵢ + 2η²hᵢ²)·E θᵢ² + η²·Σ hⱼ²·E θⱼ². A bin is `count` elements
  /// of one h.
  private static func expectedLoss(
    _ bins: [(h: Double, count: Double)], rate: Double, steps: Int
  ) -> Double {
    let (curvatures, counts) = (bins.map(\.h), bins.map(\.count))
    let weights = bins.map { $0.count * $0.h * $0.h }
    let keep = curvatures.map { 1 - 2 * rate * $0 + 2 * rate * rate * $0 * $0 }
    var squares = [Double](repeating: 1, count: bins.count)
    for _ in 0..<steps {
      var sum = 0.0
      for index in squares.indices { sum += weights[index] * squares[index] }
      let noise = rate * rate * sum
      for index in squares.indices { squares[index] = keep[index] * squares[index] + noise }
    }
    func loss(_ squares: [Double]) -> Double {
      squares.indices.reduce(0) { $0 + counts[$1] * curvatures[$1] * squares[$1] }
    }
    return loss(squares) / loss([Double](repeating: 1, count: bins.count))
  }

  /// hᵢ = min(1, 10/i) of `count` elements, neighbors put together where they differ little.
  private static func spectrum(_ count: Int, exact: Bool) -> [(h: Double, count: Double)] {
    var bins: [(h: Double, count: Double)] = []
    var first = 1
    while first <= count {
      let last = min(exact ? first : max(first, first + first / 20), count)
      let members = Double(last - first + 1)
      let sum = (first...last).reduce(0.0) { $0 + min(1, 10 / Double($1)) }
      bins.append((sum / members, members))
      first = last + 1
    }
    return bins
  }

  @Test(
    "a quadratic of 20,000 goes down nearly as in the notes' simulation (T19)",
    // The exact expectation is 0.574, 0.477, 0.475 and 0.895: below the one run of the notes.
    arguments: [(0.1, 0.62, 0.05), (0.3, 0.51, 0.04), (1.0, 0.49, 0.02), (1.9, 0.89, 0.1)])
  func simulated(rate: Double, wanted: Double, tolerance: Double) {
    let bins = Self.spectrum(20_000, exact: false)
    let trace = bins.reduce(0) { $0 + $1.h * $1.count }
    let found = Self.expectedLoss(bins, rate: rate / trace, steps: 4000)
    #expect(abs(found - wanted) < tolerance, "\(found)")
    #expect(Self.expectedLoss(bins, rate: 2.5 / trace, steps: 4000) > 1.5)
  }

  @Test("MeZO goes down a quadratic as its expectation says (T19)", arguments: [0.1, 0.3, 1.0])
  func expectation(rate: Double) throws {
    let bins = Self.spectrum(120, exact: true)
    let trace = bins.reduce(0) { $0 + $1.h }
    let wanted = Self.expectedLoss(bins, rate: rate / trace, steps: 60)
    var sum = 0.0
    for seed in 0..<24 {
      let problem = try Parabola(Parabola.vector(120))
      problem.curvature = bins.map { Float($0.h) }
      problem.target = Array(repeating: 0, count: 120)
      problem.set(Array(repeating: 1, count: 120))
      let before = problem.loss
      let optimizer = Optimizer(
        .probes(TwoSided(epsilon: 0.1), along: Dense()),
        update: [LearningRate(Float(rate / trace))])
      var run = try Run(optimizer, on: problem, seed: seed)
      try run.step(60)
      sum += Double(problem.loss / before) / 24
    }
    #expect(abs(sum - wanted) < 0.12 * wanted, "\(sum), \(wanted)")
  }

  @Test(
    "a step below half an ulp is mostly lost in a narrow format, and health says so (T18)",
    arguments: [(StorageFormat.f32, 0.99...1.01), (.f16, 0.15...0.35), (.bf16, 0.0...0.12)])
  func realised(format: StorageFormat, wanted: ClosedRange<Double>) throws {
    let problem = try Parabola(Parabola.matrix(100, 200), format: format)
    problem.weights.initialize(RandomKey(seed: 3), deviation: 0.02)
    let before = problem.values
    // A loss of slope 1 along every z: each element is to move by about 1e-6.
    let run = try Run(
      Optimizer(
        .probes(TwoSided(epsilon: 1e-3), along: Dense()), update: [LearningRate(1e-6)]),
      on: problem)
    let key = run.key(0)
    run.iterate.replay(
      Estimate(loss: 1, terms: [DirectionTerm(key: key, scale: 1)]), key: key)
    let z = try problem.direction(key)
    let move = zip(problem.values, before).map { $0 - $1 }
    let share = -dot(move, z) / (1e-6 * dot(z, z))
    #expect(wanted.contains(share), "\(share)")
    let finding = Health.update(updateRMS: 1e-6, weightRMS: 0.02, format)
    #expect((finding != nil) == (format != .f32))
  }
}
