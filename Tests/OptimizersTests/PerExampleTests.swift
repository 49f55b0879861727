import Optimizers
import Tensors
import Testing
import Vocabulary

/// GRZO: a direction for every example (Tests/PROPERTIES.md, T7, T8, T10 and T11).
@Suite("Directions of examples")
struct PerExampleTests {
  @Test("are a Gaussian with the signs of rows and columns")
  func patternAndSigns() throws {
    let examples = try Examples(Parabola.matrix(7, 30), count: 3)
    let (slice, key) = (examples.layout.slices[0], RandomKey(seed: 4))
    try examples.begin(key)
    let pattern = try #require(examples.iterate.distribution.pattern)
    let (u, rows, columns) = (
      FloatBox(.zeros(210)), FloatBox(.zeros(7)), FloatBox(.zeros(30))
    )
    pattern.writePattern(into: u.view, of: slice, from: 0)
    for example in 0..<3 {
      let own = key.folding(UInt64(example))
      pattern.writeFactor(.rows, 0, key: own, into: rows.view, of: slice)
      pattern.writeFactor(.columns, 0, key: own, into: columns.view, of: slice)
      #expect((rows.view.array + columns.view.array).allSatisfy { abs($0) == 1 })
      let wanted = (0..<210).map {
        u.view[$0] * rows.view[$0 / 30] * columns.view[$0 % 30]
      }
      #expect(examples.direction([DirectionTerm(key: own, scale: 1)]) == wanted)
    }
    #expect(abs(norm(u.view.array) / 210.0.squareRoot() - 1) < 0.15)
  }

  @Test("move norm vectors by signs alone, and leave the biases of linear layers")
  func vectors() throws {
    var layout = Layout()
    layout.add("layers.0.fc.weight", .matrix, rows: 3, columns: 4)
    layout.add("layers.0.fc.bias", .bias, columns: 3)
    layout.add("layers.0.norm.weight", .scale, columns: 4)
    layout.add("layers.0.norm.bias", .bias, columns: 4)
    let problem = try Parabola(layout)
    var run = try Run(make("grzo"), on: problem)
    try run.estimate()
    let z = try problem.direction(run.key(0).folding(0))
    #expect(z[0..<12].allSatisfy { $0 != 0 && abs($0) != 1 })
    #expect(z[12..<15].allSatisfy { $0 == 0 })
    #expect(z[15..<23].allSatisfy { abs($0) == 1 })
  }

  /// Of outer products more than are at hand at once, and a matrix that is narrower than a group.
  @Test(
    "add up as the explicit sum, wherever a chunk begins",
    arguments: [
      (nil, 37, 50, 70), (1, 37, 50, 70), (1, 300, 50, 70), (3, 150, 50, 70), (3, 350, 4000, 3),
    ] as [(Int?, Int, Int, Int)])
  func matrixForm(rank: Int?, count: Int, rows: Int, columns: Int) throws {
    let optimizer =
      rank.map { Component("eggroll", ["rank": .integer($0)]) } ?? Component("grzo")
    let examples = try Examples(Parabola.matrix(rows, columns), count: 1, by: optimizer)
    let key = RandomKey(seed: 4)
    try examples.begin(key)
    let terms = (0..<count).map {
      DirectionTerm(key: key.folding(UInt64($0)), scale: 0.1 * Float($0 % 7) - 0.25)
    }
    var wanted = [Double](repeating: 0, count: rows * columns)
    for term in terms {
      let own = examples.direction([DirectionTerm(key: term.key, scale: 1)])
      for (index, value) in own.enumerated() { wanted[index] += Double(term.scale * value) }
    }
    let before = examples.weights.all.values
    examples.iterate.descend(by: Estimate(loss: 0, terms: terms, deviation: 1)) { _ in
      preconditionFailure("there is no gradient")
    }
    let moved = zip(before, examples.weights.all.values).map { Double($0 - $1) }
    #expect(expectClose(moved, wanted, rank == nil ? 2e-6 : 1e-4))
  }

  @Test("of one example make MeZO's step along it")
  func oneExample() throws {
    let examples = try Examples(Parabola.matrix(5, 6), count: 1)
    let estimate = try examples.estimate(RandomKey(seed: 8))
    let term = try #require(estimate.terms?.first)
    let slope = dot(examples.direction([DirectionTerm(key: term.key, scale: 1)]), examples.mean)
    #expect(abs(Double(term.scale) - slope) < 1e-3 * abs(slope))
    #expect(estimate.terms?.count == 1 && estimate.deviation == 1)
  }

  @Test("belong to their examples: another order gives the same estimate")
  func permuted() throws {
    let (key, order) = (RandomKey(seed: 8), [2, 0, 3, 1])
    let examples = try Examples(Parabola.matrix(5, 6), count: 4)
    let first = try examples.estimate(key)
    let before = examples.direction(first.terms ?? [])
    examples.order = order
    let terms = try #require(try examples.estimate(key).terms)
    let after = examples.direction(order.indices.map { terms[$0] })
    #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(terms.map(\.key) == order.map { key.folding(UInt64($0)) })
  }

  @Test("have the batch's alignment for identical gradients, one of MeZO's for others")
  func alignmentOfBatches() throws {
    #expect(abs(try Self.alignment(identical: true) - 16) < 1.5)
    // ρ = 1/16 gives 1, and the batch is part of what it is compared with.
    let others = try Self.alignment(identical: false)
    #expect(others > 0.8 && others < 2.8)
  }

  private static func alignment(identical: Bool) throws -> Double {
    let examples = try Examples(Parabola.matrix(25, 40), count: 16, identical: identical)
    var sum = 0.0
    for trial in 0..<400 {
      let terms = try examples.estimate(RandomKey(seed: trial)).terms ?? []
      sum += OptimizersTests.alignment(examples.direction(terms), examples.mean)
    }
    return sum / 400
  }

  @Test("make the same step from losses that are scaled and shifted")
  func scaledAndShifted() throws {
    func step(_ scale: Float, _ shift: Float) throws -> [Double] {
      let examples = try Examples(Parabola.matrix(5, 6), count: 4)
      (examples.scale, examples.shift) = (scale, shift)
      return try examples.step()
    }
    let plain = try step(1, 0)
    #expect(plain.contains { abs($0) > 1e-5 })
    #expect(expectClose(try step(8, 0), plain, 1e-6))
    #expect(expectClose(try step(4, 2), plain, 1e-4))
  }

  @Test("make no step from a constant loss")
  func constant() throws {
    let examples = try Examples(Parabola.matrix(5, 6), count: 4)
    (examples.scale, examples.shift) = (0, 3)
    #expect(try examples.step().allSatisfy { $0 == 0 })
  }

  @Test("take six bytes of log for an example")
  func log() throws {
    let root = RandomKey(seed: 1)
    let examples = try Examples(Parabola.matrix(5, 6), count: 16)
    var log = StepLog(root: root)
    let empty = log.bytes.count
    for step in 0..<3 { log.append(try examples.estimate(log.key(step: step))) }
    #expect(log.bytes.count - empty <= 3 * (16 * 6 + 10))
    #expect(try StepLog(decoding: log.bytes).estimates.map(\.terms?.count) == [16, 16, 16])
  }
}

/// Linear losses of examples, ℓᵢ(θ + d) = scale · ⟨gᵢ, d⟩ + shift: what GRZO is compared on.
final class Examples: ExampleProblem {
  let layout: Layout
  let weights: ParameterStore
  let iterate: Iterate
  let gradients: [[Float]]
  var scale: Float = 1
  var shift: Float = 0
  /// Which example, and whose direction, is at each place of the batch.
  var order: [Int]

  init(
    _ layout: Layout, count: Int, identical: Bool = false,
    by optimizer: Component = Component("grzo")
  ) throws {
    self.layout = layout
    weights = try ParameterStore(layout, in: .weights, of: Ledger())
    iterate = try Iterate(
      weights, trainable: [0],
      optimizer: make(
        optimizer.name,
        ["learningRate": .number(1), "epsilon": .number(0.01)]
          .merging(optimizer.settings) { $1 }),
      ledger: Ledger())
    order = Array(0..<count)
    gradients = (0..<count).map { example in
      let box = FloatBox(.zeros(layout.count))
      Kernels.addDirection(
        .gaussian, 1, key: RandomKey(seed: identical ? 77 : 77 + example), tensor: 3, start: 0,
        to: box.view)
      return box.view.array
    }
  }

  /// The gradient of the mean loss.
  var mean: [Float] {
    gradients[0].indices.map { index in
      gradients.reduce(0) { $0 + $1[index] } / Float(gradients.count)
    }
  }

  func direction(_ terms: [DirectionTerm]) -> [Float] {
    let box = FloatBox(.zeros(layout.count))
    for term in terms {
      iterate.distribution.add(
        term.scale, key: term.key, to: box.view, of: layout.slices[0], from: 0)
    }
    return box.view.array
  }

  func exampleLosses(at places: [Displacement]) throws(Divergence) -> [[Float]] {
    places.map { place in
      order.map { example in
        let terms = place.of(example: example).terms
        return scale * Float(dot(direction(terms), gradients[example])) + shift
      }
    }
  }

  /// An estimate with the keys of the examples that are in the batch.
  func estimate(_ key: RandomKey) throws -> Estimate {
    var estimate = try iterate.estimate(key: key, on: self)
    for (place, example) in order.enumerated() {
      estimate.terms?[place].key = key.folding(UInt64(example))
    }
    return estimate
  }

  func begin(_ key: RandomKey) throws { _ = try estimate(key) }

  /// What a step changes, with the learning rate 10⁻³.
  func step() throws -> [Double] {
    let before = weights.all.values
    let estimate = try estimate(RandomKey(seed: 8))
    iterate.descend(by: estimate) { _ in preconditionFailure("there is no gradient") }
    return zip(weights.all.values, before).map { Double($0 - $1) * 1e-3 }
  }

  func losses(at places: [Displacement]) throws(Divergence) -> [Float] {
    preconditionFailure("examples are asked for")
  }

  func lossAndGradient() throws(Divergence) -> Float { preconditionFailure("there is none") }
  func gradient(_ slice: Slice) -> FloatView { preconditionFailure("there is none") }
}

extension [Float] {
  fileprivate static func zeros(_ count: Int) -> [Float] { Array(repeating: 0, count: count) }
}
