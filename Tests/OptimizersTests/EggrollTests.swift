import Optimizers
import Tensors
import Testing
import Vocabulary

/// EGGROLL: members of low rank, several of every example.
@Suite("Members of examples")
struct EggrollTests {
  private func run(_ settings: [String: SettingValue], _ layout: Layout) throws -> Run {
    let own: [String: SettingValue] = ["learningRate": .number(3), "epsilon": .number(0.125)]
    return try Run(
      make("eggroll", own.merging(settings) { _, new in new }), on: Parabola(layout), horizon: 20)
  }

  @Test("are sums of outer products, as long as a dense direction on average", arguments: [1, 2])
  func outerProducts(rank: Int) throws {
    var run = try run(["rank": .integer(rank)], Parabola.matrix(6, 8))
    try run.estimate()
    var square = 0.0
    for query in 0..<400 {
      let z = try run.problem.direction(run.key(0).folding(UInt64(query)))
      square += dot(z, z)
      var rows = (0..<6).map { Array(z[$0 * 8..<$0 * 8 + 8]) }
      // Gram–Schmidt leaves as many rows as the rank.
      for first in 0..<rank {
        let length = dot(rows[first], rows[first])
        for other in first + 1..<6 {
          let share = Float(dot(rows[other], rows[first]) / length)
          rows[other] = zip(rows[other], rows[first]).map { $0 - share * $1 }
        }
      }
      for row in rows[rank...] { #expect(norm(row) < 1e-3 * norm(z)) }
    }
    #expect(abs(square / 400 / 48 - 1) < 0.2)
  }

  /// Losses of three examples, whose members have these.
  private func terms(_ values: [[Float]]) throws -> ([Float], [Displacement]) {
    var asked: [Displacement] = []
    let estimator = GroupedPopulation(epsilon: 0.5, members: values.count)
    let estimate = try estimator.estimate(ProbeStep(key: RandomKey(seed: 1))) {
      (places: [Displacement]) throws(Divergence) in
      asked += places
      return values
    }
    #expect(estimator.cost(at: Moment(step: 1), parts: 0).forwards == asked.count)
    return ((estimate.terms ?? []).map(\.scale), asked)
  }

  @Test("take a pass for each of an example, whatever the size of the batch")
  func passes() throws {
    let (scales, asked) = try terms([[1, 2, 3], [2, 2, 1], [1, 0, 5], [0, 1, 4]])
    #expect(asked.count == 4 && scales.count == 6)
    #expect(asked.map { $0.each?.scale } == [0.5, -0.5, 0.5, -0.5])
    #expect(Set(asked.map { $0.each?.key }).count == 2)
    // 1.75 over all: the first pair of the first example has losses 1 and 2.
    let values: [Float] = [1, 2, 3, 2, 2, 1, 1, 0, 5, 0, 1, 4]
    let mean = values.reduce(0, +) / 12
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12
    let wanted = -0.5 / Float(12).squareRoot() * 1 / (variance + 1e-5).squareRoot()
    #expect(abs(scales[0] - wanted) < 1e-6 && scales[1] == 0)
  }

  @Test("go nowhere when the members of every example are equal")
  func constant() throws {
    let (scales, _) = try terms([[1, 5, 3], [1, 5, 3]])
    #expect(scales.allSatisfy { $0 == 0 })
  }

  @Test("move matrices only")
  func matrices() throws {
    var run = try run([:], Parabola.blocks)
    let before = run.problem.values
    try run.step(3)
    for slice in run.problem.layout.slices {
      let range = run.problem.range(slice)
      let isSame = bits(Array(before[range])) == bits(Array(run.problem.values[range]))
      #expect(isSame == (slice.kind != .matrix))
    }
  }
}
