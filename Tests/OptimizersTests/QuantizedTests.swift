import Optimizers
import Tensors
import Testing
import Vocabulary

/// QuZO and QZO: weights as integers with scales.
@Suite("Integer weights")
struct QuantizedTests {
  static let formats = [StorageFormat.int8, .int4]

  private static let rates: [String: SettingValue] = [
    "learningRate": .number(0.005), "epsilon": .number(0.01),
  ]

  private static func settings(_ more: [String: SettingValue]) -> [String: SettingValue] {
    rates.merging(more) { _, new in new }
  }

  /// The matrices' scales, and their integers with the farthest that a weight is from s·q.
  private static func stored(_ problem: Parabola) -> (scales: [Float], integers: [Int], off: Float)
  {
    var (scales, integers, off): ([Float], [Int], Float) = ([], [], 0)
    for slice in problem.layout.slices {
      let view = problem.weights.view(slice)
      guard let grid = view.grid, let own = view.scales?.array else { continue }
      scales += own
      for (place, value) in view.values.enumerated() {
        let scale = own[grid.scale(of: place)]
        let quotient = scale > 0 ? value / scale : 0
        integers.append(Int(quotient.rounded()))
        off = max(off, abs(quotient - quotient.rounded()), abs(quotient) - Float(grid.limit))
      }
    }
    return (scales, integers, off)
  }

  @Test("QuZO's weights are always on the grid, whose scales stay", arguments: formats)
  func onTheGrid(format: StorageFormat) throws {
    let problem = try Parabola(format: format)
    let before = Self.stored(problem)
    var run = try Run(make("quzo", Self.settings(["learningRate": .number(0.05)])), on: problem)
    for _ in 0..<40 {
      try run.step()
      let now = Self.stored(problem)
      #expect(now.off < 1e-4)
      #expect(now.scales == before.scales)
    }
    #expect(Self.stored(problem).integers != before.integers)
  }

  /// 10,000 steps from the same place: the mean of the steps is −η·∇L, for each weight to four and
  /// a half of its deviations, which are measured; along the gradient one deviation is 0.017.
  @Test("QuZO's step has the gradient as its mean (T20)")
  func unbiased() throws {
    let found = try Self.meanStep(independent: true)
    #expect(found.deviations.count > 20)
    #expect(found.deviations.allSatisfy { abs($0) < 4.5 })
    #expect(abs(found.gain - 1) < 0.06)
  }

  /// With Q₁ = Q₂ the mean step is E[Q²]·g, and E[Q²] = 1 + E[f·(1 − f)] at unit distance: 7/6.
  @Test("QuZO's step is longer than the gradient when probes and update round alike")
  func biased() throws {
    let found = try Self.meanStep(independent: false)
    #expect(abs(found.gain - 7.0 / 6) < 0.06)
  }

  /// The mean of steps in units of −η·g: along g, and for each weight how far it is from 1 in
  /// deviations; without the weights that a step may take to the end of the grid.
  private static func meanStep(
    independent: Bool
  ) throws -> (gain: Double, deviations: [Double]) {
    let problem = try Parabola(Parabola.matrix(4, 10), format: .int8)
    problem.target = problem.target.map { $0 + 40 }
    let optimizer = try make(
      "quzo",
      [
        "learningRate": .number(1e-4), "epsilon": .number(0.01), "bits": .integer(4),
        "independentRoundings": .boolean(independent), "range": .text("fixed"),
      ])
    let (start, gradient) = (problem.values, problem.exactGradient.map(Double.init))
    let inner = Self.stored(problem).integers.enumerated().filter { abs($0.element) <= 100 }
      .map(\.offset)
    let trials = 10_000
    var sums = [Double](repeating: 0, count: start.count)
    var squares = sums
    for trial in 0..<trials {
      var run = try Run(optimizer, on: problem, seed: 1000 + trial)
      try run.step()
      for (place, value) in problem.values.enumerated() {
        let step = Double(start[place] - value) / 1e-4
        sums[place] += step
        squares[place] += step * step
      }
      problem.set(start)
    }
    let means = sums.map { $0 / Double(trials) }
    let deviations = inner.map { place in
      let variance = squares[place] / Double(trials) - means[place] * means[place]
      return (means[place] - gradient[place]) / (variance / Double(trials)).squareRoot()
    }
    let along = inner.reduce(0) { $0 + means[$1] * gradient[$1] }
    return (along / inner.reduce(0) { $0 + gradient[$1] * gradient[$1] }, deviations)
  }

  /// E[Q₁·Q₂] = u² with independent roundings, E[Q²] = u with one: 0.25 and 0.5 at u = ½ (T20).
  @Test("two roundings of a half multiply to a quarter, one squared to a half")
  func products() throws {
    let count = 100_000
    let (first, second) = (FloatBox([0.5]), FloatBox([0.5]))
    var (product, square) = (0.0, 0.0)
    for trial in 0..<count {
      let key = RandomKey(value: UInt64(trial))
      (first.view[0], second.view[0]) = (0.5, 0.5)
      Kernels.roundStochastically(first.view, to: 1, key: key.folding(1), tensor: 0, start: 0)
      Kernels.roundStochastically(second.view, to: 1, key: key.folding(2), tensor: 0, start: 0)
      product += Double(first.view[0] * second.view[0])
      square += Double(first.view[0] * first.view[0])
    }
    #expect(abs(product / Double(count) - 0.25) < 4 * (0.1875 / Double(count)).squareRoot())
    #expect(abs(square / Double(count) - 0.5) < 4 * (0.25 / Double(count)).squareRoot())
  }

  @Test(
    "directions have few values, and the update's are others of the same mean", arguments: [2, 4],
    QuantizedGaussian.Range.allCases)
  func directions(bits: Int, range: QuantizedGaussian.Range) throws {
    let problem = try Parabola(Parabola.matrix(50, 100), format: .int8)
    for independent in [true, false] {
      var run = try Run(
        make(
          "quzo",
          [
            "bits": .integer(bits), "independentRoundings": .boolean(independent),
            "range": .text(range.rawValue),
          ]),
        on: problem)
      let estimate = try run.estimate()
      let key = try #require(estimate.terms?.first?.key)
      let probed = try problem.direction(key)
      run.iterate.descend(by: estimate) { problem.gradient($0) }
      let updated = try problem.direction(key)
      #expect(Set(probed).count <= (1 << bits) + (range == .fixed ? -1 : 1))
      #expect((probed == updated) == !independent)
      let correlation = dot(probed, updated) / Double(probed.count)
      let steps = Double(1 << (bits - 1))
      let unit = range == .fixed ? 7 / (steps - 1) : Double(probed.map(abs).max() ?? 0) / steps
      if independent { #expect(abs(correlation - 1) < 0.1 + 0.02 * unit * unit) }
    }
  }

  @Test("a step of QuZO moves biases as it moves other floats")
  func vectors() throws {
    let problem = try Parabola(format: .int4)
    let before = problem.values
    try make("quzo", Self.rates).run(20, on: problem)
    for slice in problem.layout.slices where slice.kind == .bias {
      for place in problem.range(slice) { #expect(problem.values[place] != before[place]) }
    }
  }

  @Test("QZO leaves the integers and the biases alone and no scale below 1e-7", arguments: formats)
  func scalesOnly(format: StorageFormat) throws {
    let problem = try Parabola(format: format)
    let before = (Self.stored(problem), problem.values)
    var run = try Run(make("qzo", Self.settings(["learningRate": .number(0.5)])), on: problem)
    try run.step(5)
    let scales = Self.stored(problem).scales
    #expect(scales != before.0.scales)
    #expect(scales.allSatisfy { $0 >= 1e-7 })
    // From a large scale the floor is reached up to its last bit.
    #expect(scales.contains { $0 < 1e-4 })
    for slice in problem.layout.slices {
      let view = problem.weights.view(slice)
      let (now, then) = (view.values, Array(before.1[problem.range(slice)]))
      guard view.grid != nil else {
        #expect(now == then)
        continue
      }
      // Signs are those of the integers as long as the scale is not 0.
      for (a, b) in zip(now, then) where a != 0 { #expect((a > 0) == (b > 0)) }
    }
    let again = Self.stored(problem)
    for (now, then) in zip(again.integers, before.0.integers) where now != 0 {
      #expect(now == then)
    }
  }

  /// MeZO on s, written out: s ± ε·z, c·z.
  @Test("QZO without a limit is MeZO on the scales")
  func mezo() throws {
    let rate: Float = 3e-6
    let problem = try Parabola(format: .int8)
    var run = try Run(
      make("qzo", Self.settings(["learningRate": .number(3e-6), "clip": .number(1e30)])),
      on: problem)
    for _ in 0..<5 {
      let scales = Self.stored(problem).scales
      let estimate = try run.estimate()
      let term = try #require(estimate.terms?.first)
      run.iterate.descend(by: estimate) { problem.gradient($0) }
      var z: [Float] = []
      for slice in problem.layout.scales.slices where slice.count > 0 {
        let box = FloatBox([Float](repeating: 0, count: slice.count))
        Kernels.addDirection(
          .gaussian, 1, key: term.key, tensor: slice.index, start: 0, to: box.view)
        z += box.view.array
      }
      #expect(z.count == scales.count)
      for (now, (then, own)) in zip(Self.stored(problem).scales, zip(scales, z)) {
        let step = rate * term.scale * own
        #expect(abs(now - max(then - step, 1e-7)) <= 2e-7 * (then + abs(step)))
        #expect(now != then)
      }
    }
  }

  @Test("QZO's slope is the loss's along q·z, exactly on a quadratic, and is clipped at C")
  func slope() throws {
    let problem = try Parabola(format: .int8)
    var run = try Run(make("qzo", Self.settings(["clip": .number(1e30)])), on: problem)
    let gradient = problem.exactGradient
    let estimate = try run.estimate()
    let term = try #require(estimate.terms?.first)
    let wanted = dot(gradient, try problem.direction(term.key))
    #expect(abs(Double(term.scale) - wanted) < 1e-3 * max(abs(wanted), 1))
    let clip = abs(term.scale) / 2
    var other = try Run(
      make("qzo", Self.settings(["clip": .number(Double(clip))])), on: Parabola(format: .int8))
    #expect(abs(try #require(other.estimate().terms?.first).scale) == clip)
  }

  @Test("replay the same whatever was in memory", arguments: ["quzo", "qzo"], formats)
  func replay(name: String, format: StorageFormat) throws {
    let (first, second) = (try Parabola(format: format), try Parabola(format: format))
    var run = try Run(make(name, Self.rates), on: first)
    try run.step(20)
    var log = StepLog(root: run.root)
    for estimate in run.estimates { log.append(estimate) }
    try Run(make(name, Self.rates), on: second).iterate.replay(log)
    #expect(bits(first.values) == bits(second.values))
    #expect(Self.stored(first).scales == Self.stored(second).scales)
  }
}
