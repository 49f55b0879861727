import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// LeZO, AdaLeZO, Sparse-MeZO, sparse gradients, block-wise probing, the hybrid.
@Suite("Masks and parts")
struct MaskTests {
  private let plain: [String: SettingValue] = [
    "learningRate": .number(0.005), "epsilon": .number(0.1),
  ]

  private func settings(_ more: [String: SettingValue]) -> [String: SettingValue] {
    plain.merging(more) { _, new in new }
  }

  /// Which elements are active: those in which z is not zero.
  private func active(_ run: Run) throws -> [Bool] {
    try run.problem.direction(RandomKey(seed: 99)).map { $0 != 0 }
  }

  @Test(
    "nothing masked is MeZO, bit for bit (T16, T17)",
    arguments: [("lezo", "ratio"), ("sparse-mezo", "sparsity"), ("zo-sgd-sparse", "sparsity")])
  func nothingMasked(name: String, setting: String) throws {
    let (first, second) = (try Parabola(), try Parabola())
    try make(name, settings([setting: .number(0)])).run(10, on: first)
    try make("zo-sgd", plain).run(10, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("masks have their exact counts in every parameter")
  func exactCounts() throws {
    for name in ["sparse-mezo", "zo-sgd-sparse"] {
      let problem = try Parabola()
      var run = try Run(make(name, settings(["sparsity": .number(0.75)])), on: problem)
      try run.estimate()
      let active = try active(run)
      for slice in problem.layout.slices {
        let kept = active[problem.range(slice)].filter(\.self).count
        #expect(kept == slice.count - Int((0.75 * Double(slice.count)).rounded()))
      }
    }
  }

  @Test("Sparse-MeZO keeps the small weights, by the thresholds of the start")
  func smallWeights() throws {
    let problem = try Parabola(Parabola.matrix(30, 20))
    let start = problem.values.map(abs)
    var run = try Run(
      make("sparse-mezo", settings(["sparsity": .number(0.5), "learningRate": .number(1e-4)])),
      on: problem)
    try run.estimate()
    let first = try active(run)
    let kept = zip(start, first).filter(\.1).map(\.0)
    let frozen = zip(start, first).filter { !$0.1 }.map(\.0)
    #expect(kept.count == 300)
    #expect((kept.max() ?? 1) <= (frozen.min() ?? 0))
    let threshold = kept.max() ?? 0
    try run.step(20)
    try run.estimate()
    #expect(try active(run) == problem.values.map { abs($0) <= threshold })
    let untouched = zip(first, zip(problem.values.map(abs), start)).allSatisfy { active, pair in
      active || pair.0 == pair.1
    }
    #expect(untouched)
    // What grows beyond its threshold is frozen from then on.
    problem.set(problem.values.enumerated().map { $0 < 10 ? 10 : $1 })
    try run.step()
    #expect(problem.values.prefix(10).allSatisfy { $0 == 10 })
  }

  @Test("magnitude masks keep the large weights, across all parameters if global")
  func largeWeights() throws {
    let problem = try Parabola()
    let start = problem.values.map(abs)
    var run = try Run(
      make(
        "zo-sgd-sparse",
        settings([
          "sparsity": .number(0.5), "pattern": .text("magnitude"), "group": .text("global"),
        ])), on: problem)
    try run.estimate()
    let active = try active(run)
    let kept = zip(start, active).filter(\.1).map(\.0)
    let frozen = zip(start, active).filter { !$0.1 }.map(\.0)
    #expect(frozen.count == Int((0.5 * Double(start.count)).rounded()))
    #expect((kept.min() ?? 0) >= (frozen.max() ?? 1))
  }

  @Test("random masks change at resampled steps only, and the same one serves probes and update")
  func resampled() throws {
    let problem = try Parabola(Parabola.matrix(20, 20))
    var run = try Run(
      make(
        "zo-sgd-sparse",
        settings(["resample": .integer(3), "learningRate": .number(1e-3)])), on: problem)
    var masks: [[Bool]] = []
    for _ in 0..<6 {
      let before = problem.values
      try run.step()
      let active = try active(run)
      masks.append(active)
      for index in before.indices where !active[index] {
        #expect(before[index] == problem.values[index])
      }
    }
    #expect(masks[0] == masks[1] && masks[1] == masks[2] && masks[3] == masks[5])
    #expect(masks[2] != masks[3])
  }

  @Test("upstream masks a share of Φ(s)")
  func upstreamShare() throws {
    let problem = try Parabola(Parabola.matrix(100, 100))
    var run = try Run(
      make("zo-sgd-sparse", settings(["sparsity": .number(0.5), "upstream": .boolean(true)])),
      on: problem)
    try run.estimate()
    let share = Double(try active(run).filter { !$0 }.count) / 10_000
    #expect(abs(share - 0.692) < 0.02)
  }

  @Test("LeZO drops ⌊ρB⌉ blocks, each as often, and never what is outside")
  func layerDropout() throws {
    var layout = Layout()
    layout.add("embed.weight", .embedding, rows: 2, columns: 2)
    for block in 0..<8 { layout.add("layers.\(block).fc.bias", .bias, columns: 2) }
    let problem = try Parabola(layout)
    var run = try Run(
      make("lezo", settings(["ratio": .number(0.75), "learningRate": .number(1e-6)])),
      on: problem, horizon: 1000)
    var counts = [Int](repeating: 0, count: 9)
    for _ in 0..<1000 {
      try run.step()
      let active = layout.slices.filter { !run.iterate.distribution.isZero(in: $0) }
      #expect(active.count == 3)
      for slice in active { counts[slice.index] += 1 }
    }
    #expect(counts[0] == 1000)
    // ¼ of 1000 with a deviation of 14.
    for count in counts.dropFirst() { #expect(abs(count - 250) < 55) }
  }

  @Test("a mask's expectation is of the masked gradient: E‖ĝ‖² = (|m| + 2)·‖m∘g‖² (2.6)")
  func maskedMoments() throws {
    let problem = try Parabola(Parabola.vector(20))
    var run = try Run(
      make("sparse-mezo", ["sparsity": .number(0.5), "epsilon": .number(0.5)]), on: problem)
    try run.estimate()
    let active = try active(run)
    let masked = zip(problem.exactGradient, active).map { $1 ? $0 : 0 }
    var sum = 0.0
    let trials = 10_000
    for trial in 0..<trials {
      let found = try TwoSided(epsilon: 0.5).estimate(ProbeStep(key: RandomKey(seed: trial))) {
        (places: [Displacement]) throws(Divergence) in try problem.losses(at: places)
      }
      let estimate = try problem.gradient(found.terms ?? [])
      sum += dot(estimate, estimate) / dot(masked, masked) / Double(trials)
    }
    #expect(abs(sum - 12) < 1)
  }

  @Test("OPT's parts are 27, 123 and 195 at the three levels, disjoint and complete")
  func levels() {
    var layout = Layout()
    let decoder = "model.decoder."
    layout.add(decoder + "embed_tokens.weight", .embedding, rows: 2, columns: 2)
    layout.add(decoder + "embed_positions.weight", .embedding, rows: 2, columns: 2)
    for block in 0..<24 {
      let prefix = decoder + "layers.\(block)."
      let modules =
        ["q", "k", "v", "out"].map { "self_attn.\($0)_proj" }
        + ["self_attn_layer_norm", "fc1", "fc2", "final_layer_norm"]
      for module in modules {
        layout.add(prefix + module + ".weight", .matrix, rows: 2, columns: 2)
        layout.add(prefix + module + ".bias", .bias, columns: 2)
      }
    }
    layout.add(decoder + "final_layer_norm.weight", .scale, columns: 2)
    layout.add(decoder + "final_layer_norm.bias", .bias, columns: 2)
    let all = Set(layout.slices.map(\.index))
    for (level, count) in [(ModuleLevel.block, 27), (.attention, 123), (.linear, 195)] {
      let space = TrainedSpace(layout, admitted: all, partition: level)
      #expect(space.partCount == count)
      #expect(Set(layout.slices.map { space.part(of: $0) }) == Set(1...count))
    }
  }

  @Test("block-wise probes displace one part each")
  func onePartEach() throws {
    let problem = try Parabola()
    var run = try Run(
      make("zo-sgd-block", settings(["order": .text("jacobi")])), on: problem)
    try run.step()
    #expect(run.iterate.space.partCount == 5)
    #expect(problem.forwards == 10)
    #expect(problem.places.map { $0.terms.map(\.part) } == (1...5).flatMap { [[$0], [$0]] })
  }

  @Test("Gauss–Seidel and Jacobi agree on a separable loss, and only there")
  func orders() throws {
    for coupling in [0, 0.3] as [Float] {
      let values = try ["gauss-seidel", "jacobi"].map { order in
        let problem = try Parabola()
        problem.coupling = coupling
        try make(
          "zo-sgd-block", settings(["order": .text(order), "learningRate": .number(0.01)])
        ).run(3, on: problem)
        return problem.values
      }
      let distance = norm(zip(values[0], values[1]).map { $0 - $1 })
      #expect((distance < 1e-3) == (coupling == 0), "\(distance)")
    }
  }

  @Test("AdaLeZO's expectation is that of moving everything, without clipping and exploitation")
  func propensity() throws {
    let problem = try Parabola()
    let gradient = problem.exactGradient
    var mean = gradient.map { _ in 0.0 }
    let trials = 6000
    let estimator = LayerBandit(
      epsilon: 0.5, share: 0.4, exploration: 1, clip: .infinity)
    let space = TrainedSpace(
      problem.layout, admitted: problem.everything, partition: ModuleLevel.block)
    var run = try Run(
      Optimizer(
        .probes(estimator, along: Dense()), partition: ModuleLevel.block,
        update: [LearningRate(0)]), on: problem)
    #expect(space.partCount == 5)
    for _ in 0..<trials {
      let estimate = try run.estimate()
      for (index, value) in try problem.gradient(estimate.terms ?? []).enumerated() {
        mean[index] += Double(value) / Double(trials)
      }
      run.iterate.descend(by: estimate) { problem.gradient($0) }
    }
    #expect(alignment(mean.map(Float.init), gradient) / Double(mean.count) > 0.9)
    #expect(abs(dot(mean.map(Float.init), gradient) / dot(gradient, gradient) - 1) < 0.1)
  }

  @Test(
    "an arm that earns everything comes to be drawn with 1 − γ + γ/B",
    arguments: ["adalezo", "adafzoo"])
  func soleEarner(name: String) throws {
    let estimator = try #require(try make(name).source.estimator)
    var memory = [Float](repeating: 0, count: estimator.memory(parts: 5))
    var drawn = 0
    for number in 1...2400 {
      var step = ProbeStep(
        key: RandomKey(seed: number), moment: Moment(step: number), parts: 5, memory: memory)
      step.elements = 5
      let estimate = try estimator.estimate(step) { places in
        places.map { place in
          place.terms.reduce(0) { sum, term in
            term.part == 2 ? sum + term.scale * Float(term.key.value % 100 + 1) : sum
          }
        }
      }
      memory = estimator.learn(from: estimate, step)
      if number > 400, estimate.terms?.contains(where: { $0.part == 2 }) == true { drawn += 1 }
    }
    #expect(abs(Double(drawn) / 2000 - (0.9 + 0.1 / 5)) < 0.025)
  }

  @Test("the bandits' arms are all embeddings, each block, and what follows the blocks")
  func arms() throws {
    var layout = Parabola.blocks
    layout.add("embed_positions.weight", .embedding, rows: 2, columns: 2)
    layout.add("head.weight", .matrix, rows: 2, columns: 2)
    let space = try make("adalezo").space(layout, trainable: Set(layout.slices.indices))
    #expect(space.partCount == 5)
    let parts = layout.slices.map { space.part(of: $0) }
    #expect(parts == [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 1, 5])
  }

  @Test("AdaLeZO comes to draw the part with the largest slopes more often")
  func bandit() throws {
    let problem = try Parabola()
    let steep = try #require(problem.layout["layers.1.attn.weight"])
    for index in problem.range(steep) { problem.curvature[index] = 30 }
    let optimizer = try make(
      "adalezo",
      [
        "learningRate": .number(1e-9), "epsilon": .number(0.01), "ratio": .number(0.2),
        "exploration": .number(0.3),
      ])
    var run = try Run(optimizer, on: problem)
    try run.step(300)
    let drawn = run.estimates.suffix(200).flatMap { ($0.terms ?? []).map(\.part) }
    let wanted = run.iterate.space.part(of: steep)
    #expect(Double(drawn.filter { $0 == wanted }.count) > 0.5 * Double(drawn.count))
  }

  @Test("forward gradient is the two-sided estimate on a quadratic")
  func forwardGradient() throws {
    let (first, second) = (try Parabola(), try Parabola())
    try make("forward-grad", ["learningRate": .number(0.005)]).run(8, on: first)
    try make("zo-sgd", plain).run(8, on: second)
    for (a, b) in zip(first.values, second.values) { #expect(abs(a - b) < 1e-4) }
  }

  @Test("the hybrid is backpropagation where its upper mask is everything")
  func hybridIsFirstOrder() throws {
    let (first, second) = (try Parabola(), try Parabola())
    let blocks = Set(1...9)
    try make(
      "zo-fo-hybrid", ["blocks": .integer(3), "upperLearningRate": .number(0.05)]
    ).run(5, on: first, trainable: blocks)
    try make("fo-sgd", ["learningRate": .number(0.05)]).run(5, on: second, trainable: blocks)
    #expect(bits(first.values) == bits(second.values))
  }

  @Test("the hybrid's backward pass wants the upper parameters only")
  func hybridSplit() throws {
    let layout = Parabola.blocks
    let all = Set(layout.slices.map(\.index))
    let optimizer = try make("zo-fo-hybrid", ["blocks": .integer(1)])
    let upper = optimizer.differentiated(layout, trainable: all)
    let lower = optimizer.admitted(layout, trainable: all)
    #expect(upper == [7, 8, 9, 10])
    #expect(lower == all.subtracting(upper))
  }

  @Test("dominant-layer moves one block")
  func oneBlock() throws {
    let optimizer = try make("dominant-layer", ["block": .integer(2)])
    let layout = Parabola.blocks
    let all = Set(layout.slices.map(\.index))
    #expect(optimizer.admitted(layout, trainable: all) == [7, 8, 9])
  }
}
