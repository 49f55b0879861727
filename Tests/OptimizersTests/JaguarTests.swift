import Optimizers
import Tensors
import Testing
import Vocabulary

/// JAGUAR: signs along random submatrices.
@Suite("Submatrices")
struct JaguarTests {
  private func run(_ settings: [String: SettingValue] = [:], scale: Float = 1) throws -> Run {
    let problem = try Parabola(Parabola.matrix(20, 30))
    problem.scale = scale
    let own: [String: SettingValue] = ["learningRate": .number(0.5), "epsilon": .number(0.25)]
    return try Run(
      make("jaguar", own.merging(settings) { _, new in new }), on: problem, horizon: 10)
  }

  @Test("are a tenth of the rows times a tenth of the columns, all of them 1")
  func submatrices() throws {
    var run = try run()
    try run.estimate()
    for query in 0..<20 {
      let z = try run.problem.direction(run.key(0).folding(UInt64(query)))
      #expect(Set(z) == [0, 1])
      let rows = Set(z.indices.filter { z[$0] == 1 }.map { $0 / 30 })
      let columns = Set(z.indices.filter { z[$0] == 1 }.map { $0 % 30 })
      #expect(rows.count == 2 && columns.count == 3 && z.filter { $0 == 1 }.count == 6)
    }
  }

  @Test("have every element as often")
  func chances() throws {
    var run = try run()
    try run.estimate()
    var counts = [Float](repeating: 0, count: 600)
    for query in 0..<4000 {
      let z = try run.problem.direction(run.key(0).folding(UInt64(query)))
      for (place, value) in z.enumerated() { counts[place] += value }
    }
    // 40 of 4000 on average, with a deviation of 6.3.
    #expect(counts.allSatisfy { abs($0 - 40) < 30 })
    #expect(abs(counts.reduce(0, +) / 600 - 40) < 1e-3)
  }

  @Test("without momentum move what was probed, and that by ητ")
  func lengths() throws {
    var run = try run(["momentum": .integer(0)])
    let before = run.problem.values
    try run.step()
    let moves = zip(run.problem.values, before).map { abs($0 - $1) }
    #expect(moves.filter { $0 > 0 }.count == 6)
    #expect(moves.filter { $0 > 0 }.allSatisfy { abs($0 - 0.125) < 1e-6 })
  }

  @Test("do not see the scale of the loss")
  func scaled() throws {
    var (first, second) = (try run(), try run(scale: 16))
    try first.step(8)
    try second.step(8)
    #expect(bits(first.problem.values) == bits(second.problem.values))
  }
}
