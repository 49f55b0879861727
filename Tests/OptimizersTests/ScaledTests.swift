import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// DiZO and ZO Fine-tuner.
@Suite("Rays and scales")
struct ScaledTests {
  private let plain: [String: SettingValue] = [
    "learningRate": .number(0.005), "epsilon": .number(0.1),
  ]

  private func settings(_ more: [String: SettingValue]) -> [String: SettingValue] {
    plain.merging(more) { _, new in new }
  }

  @Test("DiZO with lengths as they are is MeZO")
  func identityOfLengths() throws {
    let (first, second) = (try Parabola(Parabola.vector(40)), try Parabola(Parabola.vector(40)))
    try make("dizo", settings(["interval": .integer(3), "iterations": .integer(0)]))
      .run(10, on: first)
    try make("zo-sgd", plain).run(10, on: second)
    for (a, b) in zip(first.values, second.values) { #expect(abs(a - b) < 1e-5) }
  }

  @Test("DiZO's projection stays on the ray and within its tolerance")
  func ray() throws {
    let problem = try Parabola()
    let start = problem.values
    let optimizer = try make(
      "dizo",
      settings([
        "interval": .integer(20), "tolerance": .number(0.3), "lengthLearningRate": .number(0.05),
      ]))
    var run = try Run(optimizer, on: problem)
    try run.step(20)
    let way = zip(problem.values, start).map { $0 - $1 }
    let estimate = try run.estimate()
    #expect(!estimate.shift.isEmpty)
    run.iterate.descend(
      by: Estimate(loss: 0, terms: [], shift: estimate.shift)
    ) { problem.gradient($0) }
    let after = zip(problem.values, start).map { $0 - $1 }
    for slice in problem.layout.slices {
      let (a, b) = (Array(way[problem.range(slice)]), Array(after[problem.range(slice)]))
      if slice.kind == .embedding {
        #expect(a.allSatisfy { $0 == 0 } && b.allSatisfy { $0 == 0 }, "it is frozen")
        continue
      }
      #expect(abs(alignment(a, b) / Double(a.count) - 1) < 1e-3)
      let ratio = norm(b) / norm(a)
      #expect(ratio > 0.69 && ratio < 1.31)
    }
    #expect(norm(zip(way, after).map { $0 - $1 }) > 1e-3)
  }

  /// The estimate of one step that begins with a search, and the places that it asked for.
  private func search(
    _ lengths: [Float], rate: Float, iterations: Int = 1, tolerance: Float = 0.2,
    _ loss: @escaping ([Float]) -> Float
  ) throws -> (estimate: Estimate, places: [Displacement]) {
    let estimator = RayProjected(
      epsilon: 0.1, interval: 50, iterations: iterations, lengthRate: rate, tolerance: tolerance)
    var step = ProbeStep(key: RandomKey(seed: 3), moment: Moment(step: 51), parts: lengths.count)
    step.traveled = lengths
    var places: [Displacement] = []
    let estimate = try estimator.estimate(step) { asked in
      places += asked
      return asked.map { place in
        loss(
          lengths.indices.map { part in
            lengths[part]
              * (1 + (place.terms.first { $0.part == part + 1 }?.scale ?? 0))
          })
      }
    }
    return (estimate, places)
  }

  @Test("DiZO probes and finds lengths in the box, of short ways and of long ones")
  func box() throws {
    let lengths: [Float] = [0.001, 0.02, 0.13, 1.5, 40]
    let (estimate, places) = try search(lengths, rate: 2) { $0.reduce(0) { $0 + sin(7 * $1) } }
    let scales = places.prefix(2).flatMap { $0.terms.map(\.scale) }
    #expect(scales.count == 10)
    #expect(scales.allSatisfy { abs($0) <= 0.2 * 1.0001 })
    #expect(scales.contains { abs($0) > 0.199 } && scales.contains { abs($0) < 0.01 })
    let many = try search(lengths, rate: 2, iterations: 10) { $0.reduce(0) { $0 + sin(7 * $1) } }
    for found in [estimate, many.estimate] {
      #expect(found.shift.count == 5)
      #expect(found.shift.allSatisfy { abs($0.scale) <= 0.2 * 1.0001 })
    }
  }

  @Test("DiZO's step in a length is in proportion to ‖Δ‖, and ‖Δ‖ scales what is found at an end")
  func lengthFactor() throws {
    let loss = { (lengths: [Float]) in 0.3 * lengths[0] }
    let (estimate, places) = try search([0.5], rate: 0.25, tolerance: 0.9, loss)
    let probe = try #require(places.first?.terms.first).scale
    // z = probe·‖Δ‖/ε, and the slope of the loss along it is 0.3·z.
    let z = probe * 0.5 / 0.1
    let wanted = -0.25 * 0.5 * (0.3 * z) * z / 0.5
    #expect(abs(-estimate.shift[0].scale - wanted) < 1e-4)
    for scale in [0.1, 1, 10] as [Float] {
      let ways = [0.5 * scale, 1.5 * scale]
      let ended = try search(ways, rate: 1e9) { 0.3 * $0[0] - 0.2 * $0[1] }.estimate.shift
      #expect(ended.allSatisfy { abs(abs($0.scale) - 0.2) < 1e-4 })
    }
  }

  @Test("DiZO projects keys and values where there are any, and otherwise everything")
  func projected() throws {
    var layout = Layout()
    for name in ["q_proj", "k_proj", "v_proj"] {
      layout.add("layers.0.\(name).weight", .matrix, rows: 2, columns: 2)
    }
    layout.add("layers.0.k_proj.bias", .bias, columns: 2)
    for name in ["q_proj", "v_proj"] {
      layout.add("layers.0.\(name).lora_A.weight", .matrix, rows: 2, columns: 2)
    }
    for (setting, parts, among) in [
      ("keys-and-values", 2, Set(0..<4)), ("everything", 4, Set(0..<4)),
      ("keys-and-values", 2, Set([0, 3])), ("keys-and-values", 2, Set([4, 5])),
    ] {
      let optimizer = try make("dizo", ["projected": .text(setting)])
      #expect(optimizer.space(layout, trainable: among).partCount == parts)
    }
  }

  @Test("A table of ones is MeZO, and E‖u‖² is d whatever the table")
  func table() throws {
    let names = Parabola.blocks.slices.map(\.name)
    let directory = FileManager.default.temporaryDirectory
    for (number, scale) in [(0, 1.0), (1, 5.0)] {
      let file = directory.appendingPathComponent("scales-\(UUID()).json")
      defer { try? FileManager.default.removeItem(at: file) }
      let table = Dictionary(
        uniqueKeysWithValues: names.enumerated().map { ($1, $0 % 2 == 0 ? scale : 1) })
      try JSONEncoder().encode(table).write(to: file)
      let optimizer = try make("zo-tensor-scale", settings(["table": .text(file.path)]))
      let problem = try Parabola()
      var run = try Run(optimizer, on: problem)
      if number == 0 {
        let other = try Parabola()
        try run.step(10)
        try make("zo-sgd", plain).run(10, on: other)
        for (a, b) in zip(problem.values, other.values) { #expect(abs(a - b) < 1e-5) }
        continue
      }
      let count = Double(problem.layout.count)
      var sum = 0.0
      for seed in 0..<600 {
        let u = try problem.direction(RandomKey(seed: seed))
        sum += dot(u, u) / count / 600
      }
      #expect(abs(sum - 1) < 0.05)
    }
  }

  @Test("measured scales follow the parameters' gradients")
  func measured() throws {
    let problem = try Parabola()
    let steep = try #require(problem.layout["layers.1.attn.weight"])
    for index in problem.range(steep) { problem.curvature[index] = 40 }
    var run = try Run(
      make(
        "zo-tensor-scale",
        [
          "learningRate": .number(1e-7), "epsilon": .number(0.01), "refresh": .integer(1),
        ]), on: problem)
    try run.step(40)
    var sizes: [Int: Double] = [:]
    for seed in 0..<50 {
      let u = try problem.direction(RandomKey(seed: seed))
      for slice in problem.layout.slices {
        let part = Array(u[problem.range(slice)])
        sizes[slice.index, default: 0] += dot(part, part) / Double(part.count)
      }
    }
    #expect(sizes.max { $0.value < $1.value }?.key == steep.index)
  }

  @Test("a table that cannot be read is refused")
  func badTable() {
    #expect(throws: SettingsProblem.self) {
      try make("zo-tensor-scale", ["table": .text("/nowhere.json")])
    }
  }
}
