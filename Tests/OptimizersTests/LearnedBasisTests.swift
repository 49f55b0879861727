import Optimizers
import Tensors
import Testing
import Vocabulary

/// AIM-ZO: rank-one directions in a basis that follows the inputs of a layer.
@Suite("Learned bases")
struct LearnedBasisTests {
  private static let inputs: [[Float]] = (0..<3).map { row in
    (0..<8).map { Float(($0 * (row + 3) + row) % 7 - 3) }
  }

  private static func settings(
    _ columns: Int, shared: Int, sampled: Int = 0, rate: Double = 0.3
  ) -> [String: SettingValue] {
    [
      "columns": .integer(columns), "shared": .integer(shared), "sampled": .integer(sampled),
      "basisRate": .number(rate), "queries": .integer(2),
    ]
  }

  /// The rows of z, each of length 1.
  private static func rows(_ z: [Float], _ columns: Int) -> [[Float]] {
    stride(from: 0, to: z.count, by: columns).map { start in
      let row = Array(z[start..<start + columns])
      return row.map { $0 / Float(norm(row)) }
    }
  }

  /// Whether the vectors, of length 1, are one up to their signs.
  private static func isParallel(_ vectors: [[Float]]) -> Bool {
    vectors.allSatisfy { abs(abs(dot($0, vectors[0])) - 1) < 1e-5 }
  }

  @Test("move by rank one, as far as a dense direction does on average")
  func norms() throws {
    let layer = try Layer(6, inputs: Self.inputs)
    let iterate = try layer.begin("aim-zo", Self.settings(5, shared: 2, sampled: 2))
    for seed in 0..<5 {
      let z = layer.direction(iterate, RandomKey(seed: seed))
      #expect(abs(norm(z) - 48.0.squareRoot()) < 1e-4)
      #expect(Self.isParallel(Self.rows(z, 8)))
      #expect(layer.vector(iterate, RandomKey(seed: seed)).allSatisfy { $0 != 0 })
    }
  }

  @Test("learn by q + η·HᵀH·q / tokens, made a unit vector")
  func oja() throws {
    let found = try [0.0, 0.3].map { rate in
      let layer = try Layer(4, inputs: Self.inputs)
      let iterate = try layer.begin("aim-zo", Self.settings(1, shared: 1, rate: rate))
      return Self.rows(layer.direction(iterate, RandomKey(seed: 9)), 8)[0]
    }
    var wanted = found[0]
    for row in Self.inputs {
      let part = Float(0.3 / 3 * dot(row, found[0]))
      wanted = zip(wanted, row).map { $0 + part * $1 }
    }
    #expect(abs(dot(wanted, found[1])) > (1 - 1e-6) * norm(wanted))
    #expect(abs(dot(found[0], found[1])) < 0.999)
  }

  @Test("sort: the first column ends at the leading eigenvector, the span at that of the inputs")
  func leading() throws {
    let (main, other): ([Float], [Float]) = (
      [3, 0, 1, -2, 0.5, 0, 1, 1], [0, 2, 0, 0, 0, 1, 0, 0]
    )
    let layer = try Layer(4, inputs: [main, main.map { -2 * $0 }, other])
    let first = try layer.iterate("aim-zo", Self.settings(2, shared: 1))
    for step in 0..<40 { _ = try first.estimate(key: RandomKey(seed: step), on: layer) }
    let row = Self.rows(layer.direction(first, RandomKey(seed: 3)), 8)[0]
    #expect(abs(dot(row, main)) > 0.9999 * norm(main))
    let both = try layer.iterate("aim-zo", Self.settings(2, shared: 2))
    for step in 0..<40 { _ = try both.estimate(key: RandomKey(seed: step), on: layer) }
    let mixed = Self.rows(layer.direction(both, RandomKey(seed: 3)), 8)[0]
    let (a, b) = (dot(mixed, main) / norm(main), dot(mixed, other) / norm(other))
    #expect(abs(a * a + b * b - 1) < 1e-4)
  }

  @Test("share their columns, and draw others for every probe")
  func columns() throws {
    for (sampled, isOne) in [(0, true), (1, false)] {
      let layer = try Layer(4, inputs: Self.inputs)
      let iterate = try layer.begin("aim-zo", Self.settings(6, shared: 1, sampled: sampled))
      let rows = (0..<6).map {
        Self.rows(layer.direction(iterate, RandomKey(seed: $0)), 8)[0]
      }
      #expect(Self.isParallel(rows) == isOne)
    }
  }

  @Test("make the same elements in whatever pieces and order they are asked for")
  func pieces() throws {
    let layer = try Layer(5, inputs: Self.inputs)
    let iterate = try layer.begin("aim-zo", Self.settings(4, shared: 1, sampled: 2))
    let whole = (0..<5).map { layer.direction(iterate, RandomKey(seed: $0)) }
    for (start, count) in [(0, 3), (3, 9), (6, 34)] {
      for seed in 0..<5 {
        let part = FloatBox([Float](repeating: 0, count: count))
        iterate.distribution.add(
          1, key: RandomKey(seed: seed), to: part.view, of: layer.weight, from: start)
        #expect(bits(part.view.array) == bits(Array(whole[seed][start..<start + count])))
      }
    }
  }

  @Test("are probed after a pass at the weights, each loss against the mean of all")
  func probes() throws {
    let layer = try Layer(3, inputs: Self.inputs)
    let iterate = try layer.iterate("aim-zo", ["queries": .integer(3), "epsilonFloor": .number(1)])
    let estimate = try iterate.estimate(key: RandomKey(seed: 2), on: layer)
    let keys = (0..<3).map { RandomKey(seed: 2).folding(UInt64($0)) }
    #expect(layer.places == [.none] + keys.map { .along($0, by: 8e-5) })
    #expect(estimate.loss == layer.values[0])
    let losses = layer.values.dropFirst().map(Double.init)
    let mean = losses.reduce(0, +) / 3
    for (term, loss) in zip(try #require(estimate.terms), losses) {
      let wanted = (loss - mean) / 1.6e-4
      #expect(abs(Double(term.scale) - wanted) <= 1e-4 * abs(wanted))
    }
    #expect(!iterate.optimizer.isReplayable)
  }

  @Test("are probed ever nearer: ε ends at a quarter")
  func distances() throws {
    var run = try Run(make("aim-zo", ["queries": .integer(2)]), on: Parabola(), horizon: 4)
    try run.step(4)
    let distances = run.problem.places.compactMap { $0.terms.first?.scale }
    #expect(distances.count == 8 && distances == distances.sorted(by: >))
    #expect(abs(distances[7] / 2e-5 - 1) < 1e-5)
  }

  @Test("move less as ε falls: on a linear loss the step is in proportion to ε")
  func fallingSteps() throws {
    guard case .probes(let estimator, _) = try make("aim-zo", ["queries": .integer(4)]).source
    else { return }
    let scales = try [1, 50, 100].map { number in
      let step = ProbeStep(key: RandomKey(seed: 1), moment: Moment(step: number, horizon: 100))
      let estimate = try estimator.estimate(step) { places in
        places.map { place in
          place.terms.reduce(0) { $0 + $1.scale * Float($1.key.value % 1000) }
        }
      }
      return (estimate.terms?[0].scale ?? 0) / estimator.epsilon.value(at: step.moment)
    }
    #expect(scales[0] != 0)
    for scale in scales { #expect(abs(scale / scales[0] - 1) < 1e-3) }
    let shares = [1, 100].map { estimator.epsilon.value(at: Moment(step: $0, horizon: 100)) }
    #expect(abs(shares[1] / shares[0] - 0.25) < 1e-3)
  }
}
