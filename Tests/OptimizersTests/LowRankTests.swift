import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// SubZero, SubZero+, LOZO, LOZO-M, ZO-Muon.
@Suite("Low-rank directions")
struct LowRankTests {
  /// A run's direction of a key as a matrix, after its first step has begun.
  private func begun(
    _ name: String, _ settings: [String: SettingValue], rows: Int, columns: Int
  ) throws -> Run {
    var run = try Run(
      make(name, settings), on: Parabola(Parabola.matrix(rows, columns)))
    try run.estimate()
    return run
  }

  private func rows(_ values: [Float], _ columns: Int) -> [[Float]] {
    stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) }
  }

  /// The rank of a small matrix, by elimination with full pivoting, relative to its largest entry.
  private func rank(_ values: [Float], _ columns: Int) -> Int {
    var matrix = rows(values, columns).map { $0.map(Double.init) }
    let largest = matrix.flatMap { $0.map(abs) }.max() ?? 0
    var rank = 0
    while rank < min(matrix.count, columns) {
      let places = (rank..<matrix.count).flatMap { i in (rank..<columns).map { (i, $0) } }
      guard
        let (i, j) = places.max(by: { abs(matrix[$0.0][$0.1]) < abs(matrix[$1.0][$1.1]) }),
        abs(matrix[i][j]) > 1e-4 * largest
      else { break }
      matrix.swapAt(rank, i)
      for row in matrix.indices { matrix[row].swapAt(rank, j) }
      for row in (rank + 1)..<max(matrix.count, rank + 1) {
        let factor = matrix[row][rank] / matrix[rank][rank]
        for column in 0..<columns { matrix[row][column] -= factor * matrix[rank][column] }
      }
      rank += 1
    }
    return rank
  }

  @Test(
    "have the rank that is asked for", arguments: ["subzero", "lozo", "zo-muon"])
  func ranks(name: String) throws {
    let run = try begun(name, ["rank": .integer(3)], rows: 12, columns: 10)
    #expect(rank(try run.problem.direction(RandomKey(seed: 3)), 10) == 3)
  }

  @Test("E‖Δ‖² is m·n for SubZero and m·n·r for LOZO (T9)")
  func norms() throws {
    for (name, wanted) in [("subzero", 1200.0), ("lozo", 4800.0)] {
      var sum = 0.0
      let (draws, each) = (60, 20)
      for draw in 0..<draws {
        var run = try Run(
          make(name, ["rank": .integer(4)]), on: Parabola(Parabola.matrix(40, 30)), seed: draw)
        try run.estimate()
        for index in 0..<each {
          let z = try run.problem.direction(RandomKey(seed: 1000 + draw * each + index))
          sum += dot(z, z) / Double(draws * each)
        }
      }
      // 1200 draws of which each deviates by about a quarter, and 60 of V for LOZO.
      #expect(abs(sum / wanted - 1) < 0.06, "\(name): \(sum)")
    }
  }

  @Test("SubZero's ‖Δ‖ is that of its coordinates times √(m·n)/r: the factors are orthonormal")
  func orthonormal() throws {
    let run = try begun("subzero", ["rank": .integer(4)], rows: 16, columns: 12)
    for seed in 0..<10 {
      let key = RandomKey(seed: seed)
      let z = try run.problem.direction(key)
      let box = FloatBox([Float](repeating: 0, count: 16))
      Kernels.addDirection(.gaussian, 1, key: key, tensor: 0, start: 0, to: box.view)
      let wanted = norm(box.view.array) * (16.0 * 12).squareRoot() / 4
      #expect(abs(norm(z) - wanted) < 1e-4 * wanted)
    }
  }

  @Test("all of SubZero's updates of an interval lie in one span of r columns and r rows")
  func span() throws {
    let problem = try Parabola(Parabola.matrix(10, 8))
    let start = problem.values
    var run = try Run(
      make(
        "subzero",
        ["rank": .integer(2), "refresh": .integer(50), "learningRate": .number(0.002)]),
      on: problem)
    try run.step(50)
    let moved = zip(problem.values, start).map { $0 - $1 }
    #expect(rank(moved, 8) == 2)
    try run.step(20)
    let later = zip(problem.values, start).map { $0 - $1 }
    #expect(rank(later, 8) > 2)
  }

  @Test("the update is along what was probed, also where the factors are drawn anew")
  func updateIsProbed() throws {
    for name in ["subzero", "lozo"] {
      let problem = try Parabola(Parabola.matrix(6, 5))
      var run = try Run(
        make(
          name,
          ["rank": .integer(2), "refresh": .integer(3), "learningRate": .number(0.01)]),
        on: problem)
      for _ in 0..<7 {
        let before = problem.values
        let estimate = try run.estimate()
        let probed = try problem.direction(try #require(estimate.terms?.first).key)
        run.iterate.descend(by: estimate) { problem.gradient($0) }
        let moved = zip(problem.values, before).map { $0 - $1 }
        #expect(abs(alignment(moved, probed) / 30 - 1) < 1e-4)
      }
    }
  }

  @Test("vectors are moved by a dense Gaussian")
  func vectors() throws {
    var run = try Run(make("subzero", ["rank": .integer(2)]), on: Parabola())
    try run.estimate()
    let (structured, key) = (run.problem, RandomKey(seed: 9))
    let plain = try Parabola()
    let (a, b) = (try structured.direction(key), try plain.direction(key))
    for slice in plain.layout.slices where slice.kind == .bias || slice.kind == .scale {
      #expect(Array(a[plain.range(slice)]) == Array(b[plain.range(slice)]))
    }
  }

  @Test("narrow matrices are read as near-square ones")
  func reshaped() throws {
    let recipe = LowRank(.both, .orthonormal, rank: 4, refresh: .once)
    var layout = Layout()
    let narrow = layout.add("lora.a", .matrix, rows: 128, columns: 4)
    let square = layout.add("w", .matrix, rows: 32, columns: 32)
    #expect(recipe.view(of: narrow) == MatrixShape(rows: 16, columns: 32, rank: 4))
    #expect(recipe.view(of: square) == MatrixShape(rows: 32, columns: 32, rank: 4))
  }

  @Test("LOZO-M with β = 0 is LOZO")
  func withoutMomentum() throws {
    let settings: [String: SettingValue] = [
      "rank": .integer(2), "refresh": .integer(4), "learningRate": .number(0.01),
    ]
    let (first, second) = (
      try Parabola(Parabola.matrix(6, 5)), try Parabola(Parabola.matrix(6, 5))
    )
    try make("lozo", settings).run(10, on: first)
    try make("lozo-m", settings.merging(["momentum": .number(0)]) { _, new in new })
      .run(10, on: second)
    #expect(first.values == second.values)
  }

  @Test("LOZO-M's first step is LOZO's, whatever β is")
  func firstStepOfMomentum() throws {
    let settings: [String: SettingValue] = [
      "rank": .integer(2), "refresh": .integer(4), "learningRate": .number(0.01),
    ]
    let (first, second) = (
      try Parabola(Parabola.matrix(6, 5)), try Parabola(Parabola.matrix(6, 5))
    )
    let before = first.values
    try make("lozo", settings).run(1, on: first)
    try make("lozo-m", settings).run(1, on: second)
    #expect(first.values != before)
    for (a, b) in zip(first.values, second.values) { #expect(abs(a - b) < 1e-6) }
  }

  @Test("a setting of 0 draws in the authors' share of the run, and at least every step")
  func cadence() {
    func draws(_ cadence: Cadence, _ horizon: Int) -> Int {
      (1...horizon).count { cadence.isDue(at: Moment(step: $0, horizon: horizon)) }
    }
    let share = Cadence.share(RunShare(1000))
    #expect(draws(share, 20_000) == 20 && draws(share, 200) == 20)
    #expect(draws(.share(RunShare(50)), 150) == 150)
    #expect(draws(.share(RunShare(50, of: 400)), 160) == 8)
    #expect(draws(.every(50), 150) == 3 && draws(.once, 150) == 1)
  }

  @Test("LOZO divides by the rank, its code does not")
  func dividesByRank() throws {
    let moves = try [false, true].map { upstream in
      let problem = try Parabola(Parabola.matrix(6, 5))
      let before = problem.values
      try make(
        "lozo",
        ["rank": .integer(2), "learningRate": .number(0.01), "upstream": .boolean(upstream)]
      ).run(1, on: problem)
      return zip(problem.values, before).map { $0 - $1 }
    }
    #expect(abs(norm(moves[1]) / norm(moves[0]) - 2) < 1e-3)
  }

  @Test("SubZero+'s mean of many probes tends to the gradient in the subspace")
  func subspaceGradient() throws {
    let problem = try Parabola(Parabola.matrix(8, 6))
    var run = try Run(
      make("subzero-plus", ["rank": .integer(2), "queries": .integer(2000)]), on: problem)
    let estimate = try run.estimate()
    let found = try problem.gradient(try #require(estimate.terms))
    // The projection of the gradient on the span of the directions, from independent draws.
    var gram = [[Double]](repeating: [Double](repeating: 0, count: 4), count: 4)
    let basis = try (0..<4).map { try problem.direction(RandomKey(seed: 500 + $0)) }
    var right = [0.0, 0, 0, 0]
    for i in 0..<4 {
      for j in 0..<4 { gram[i][j] = dot(basis[i], basis[j]) }
      right[i] = dot(basis[i], problem.exactGradient)
    }
    let solution = solve(gram, right)
    let projected = (0..<48).map { index in
      Float((0..<4).reduce(0.0) { $0 + solution[$1] * Double(basis[$1][index]) })
    }
    #expect(alignment(found, projected) / 48 > 0.98)
    #expect(abs(norm(found) / norm(projected) - 1) < 0.15)
  }

  private func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, b) = (matrix, right)
    for i in b.indices {
      for j in (i + 1)..<max(b.count, i + 1) {
        let factor = a[j][i] / a[i][i]
        for k in b.indices { a[j][k] -= factor * a[i][k] }
        b[j] -= factor * b[i]
      }
    }
    for i in b.indices.reversed() {
      for k in (i + 1)..<max(b.count, i + 1) { b[i] -= a[i][k] * b[k] }
      b[i] /= a[i][i]
    }
    return b
  }

  @Test("ZO-Muon's step does not see the loss's scale, and its singular values are near 1 (T14)")
  func muon() throws {
    let moves = try ([1, 64] as [Float]).map { scale in
      let problem = try Parabola(Parabola.matrix(12, 9))
      problem.scale = scale
      let before = problem.values
      try make(
        "zo-muon",
        [
          "rank": .integer(4), "queries": .integer(16), "learningRate": .number(1),
          "epsilon": .number(0.1),
        ]
      ).run(1, on: problem)
      return zip(problem.values, before).map { $0 - $1 }
    }
    #expect(abs(norm(moves[0]) / norm(moves[1]) - 1) < 1e-2)
    #expect(alignment(moves[0], moves[1]) / 108 > 0.999)
    #expect(rank(moves[0], 9) == 4)
    // Four singular values in [0.68, 1.14].
    let squares = dot(moves[0], moves[0])
    #expect(squares > 4 * 0.68 * 0.68 && squares < 4 * 1.14 * 1.14)
  }

  @Test("ZO-MOPI: P·U·Vᵀ of unit columns, whatever the scale of the loss (T7, T8)")
  func mopi() throws {
    let moves = try ([1, 64, 0] as [Float]).map { scale in
      let problem = try Parabola(Parabola.matrix(12, 9))
      problem.scale = scale
      let before = problem.values
      let settings: [String: SettingValue] = [
        "rank": .integer(4), "learningRate": .number(1), "epsilon": .number(0.1),
        "queries": .integer(4),
      ]
      try make("zo-mopi", settings).run(1, on: problem)
      return zip(problem.values, before).map { $0 - $1 }
    }
    #expect(abs(dot(moves[0], moves[0]) - 4) < 1e-3)
    #expect(rank(moves[0], 9) == 4)
    #expect(alignment(moves[0], moves[1]) / 108 > 0.999)
    #expect(moves[2].allSatisfy { $0 == 0 })
  }

  @Test("ZO-MOPI's step has as many singular values, all near 1, as V has columns")
  func partial() throws {
    let problem = try Parabola(Parabola.matrix(12, 9))
    let optimizer = try make(
      "zo-mopi",
      [
        "rank": .integer(6), "columns": .integer(2), "refresh": .integer(3),
        "learningRate": .number(1), "epsilon": .number(0.1),
      ])
    for _ in 0..<2 {
      let before = problem.values
      try optimizer.run(1, on: problem)
      let move = zip(problem.values, before).map { $0 - $1 }
      #expect(rank(move, 9) == 2)
      #expect(abs(dot(move, move) - 2) < 1e-3)
    }
    #expect(problem.forwards == 2 * (4 + 1))
  }

  @Test("a momentum in a whole space is the same in every new one")
  func carriedFromTheLeft() throws {
    let recipe = LowRank(.left, .orthonormal, rank: 6, refresh: .every(1), carry: .project)
    let optimizer = Optimizer(
      .probes(TwoSided(epsilon: 0.1), along: recipe), coordinateUpdate: [Momentum(0.75)],
      update: [LearningRate(0.01)])
    var run = try Run(optimizer, on: Parabola(Parabola.matrix(6, 6)))
    var momentum = [Float](repeating: 0, count: 36)
    for _ in 0..<4 {
      let before = run.problem.values
      let estimate = try run.estimate()
      let gradient = try run.problem.gradient(estimate.terms ?? [])
      momentum = zip(momentum, gradient).map { 0.75 * $0 + $1 }
      run.iterate.descend(by: estimate) { run.problem.gradient($0) }
      let move = zip(before, run.problem.values).map { ($0 - $1) / 0.01 }
      #expect(norm(zip(move, momentum).map { $0 - $1 }) < 1e-3 * norm(momentum))
    }
  }
}
