import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// ZO Fine-tuner's networks: inference, file, and what they learn from.
@Suite("Scale networks")
struct ScaleNetworkTests {
  /// Networks with small weights of their own for every parameter; `bias` is what they add.
  static func networks(
    _ layout: Layout = Parabola.blocks, weights: Float = 0.3, bias: Float = 1
  ) -> ScaleNetworks {
    var networks: [String: [Float]] = [:]
    for slice in layout.slices {
      let zeros = [Float](repeating: 0, count: ScaleNetwork.count)
      networks[slice.name] = withFloats(zeros) { view in
        Kernels.addDirection(
          .gaussian, weights, key: RandomKey(seed: 8), tensor: slice.index, start: 0, to: view)
        view[ScaleNetwork.count - 1] = bias
        return view.array
      }
    }
    return ScaleNetworks(networks)
  }

  /// A file of them that is gone after the body.
  static func withFile<R>(_ networks: ScaleNetworks, _ body: (String) throws -> R) throws -> R {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("networks-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try networks.write(to: url)
    return try body(url.path)
  }

  static func optimizer(
    _ networks: ScaleNetworks, _ more: [String: SettingValue] = [:]
  ) throws -> Optimizer {
    try withFile(networks) { path in
      var settings: [String: SettingValue] = [
        "learningRate": .number(0.003), "epsilon": .number(0.05), "networks": .text(path),
      ]
      settings.merge(more) { $1 }
      return try make("zo-fine-tuner", settings)
    }
  }

  @Test("that all say one are MeZO, bit for bit (T17)")
  func ones() throws {
    let (first, second) = (try Parabola(), try Parabola())
    try Self.optimizer(Self.networks(weights: 0)).run(20, on: first)
    try make("zo-sgd", ["learningRate": .number(0.003), "epsilon": .number(0.05)])
      .run(20, on: second)
    #expect(bits(first.values) == bits(second.values))
  }

  /// How much a parameter counts for: an embedding with 15 rows for each example, here one.
  private func counted(_ slice: Slice) -> Double {
    Double(slice.kind == .embedding ? 15 * slice.columns : slice.count)
  }

  @Test("keep the length of what is counted, and give each parameter its scale")
  func norms() throws {
    let problem = try Parabola()
    var run = try Run(Self.optimizer(Self.networks()), on: problem)
    try run.step(3)
    try run.estimate()
    var (sum, sizes) = (0.0, [Int: Double]())
    for seed in 0..<600 {
      let u = try problem.direction(RandomKey(seed: seed))
      for slice in problem.layout.slices {
        let part = Array(u[problem.range(slice)])
        let square = dot(part, part) / Double(part.count)
        sizes[slice.index, default: 0] += square
        sum += counted(slice) * square / 600
      }
    }
    #expect(abs(sum / problem.layout.slices.map(counted).reduce(0, +) - 1) < 0.15)
    let spread = (sizes.values.max() ?? 0) / (sizes.values.min() ?? 1)
    #expect(spread > 2)
  }

  @Test("see mean and variance, no losses and a scale of one in the first step")
  func firstFeatures() throws {
    let problem = try Parabola()
    let networks = Self.networks()
    var run = try Run(Self.optimizer(networks), on: problem)
    try run.estimate()
    // Squared lengths of u over those of z are κ²·σ²; κ cancels between two parameters.
    let key = RandomKey(seed: 3)
    let (u, z) = (try problem.direction(key), try Parabola().direction(key))
    let factors = try problem.layout.slices.map { slice -> (Double, Double) in
      let values = Array(problem.values[problem.range(slice)]).map(Double.init)
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count) - mean * mean
      let scale = withFloats(try #require(networks.networks[slice.name])) {
        ScaleNetwork.scale($0, [Float(mean), Float(variance), 0, 0, 1])
      }
      let start = slice.offset
      return (Double(u[start] / z[start]), Double(scale))
    }
    let kappa = factors[0].0 / factors[0].1
    for (factor, scale) in factors { #expect(abs(factor - kappa * scale) < 1e-4 * (1 + factor)) }
    let square = zip(problem.layout.slices, factors).reduce(0.0) {
      $0 + counted($1.0) * $1.1.0 * $1.1.0
    }
    #expect(abs(square / problem.layout.slices.map(counted).reduce(0, +) - 1) < 1e-4)
  }

  @Test("see the losses and the scale of the step before")
  func laterFeatures() throws {
    // A network that reads L₊ only: its scale changes after the first step.
    let one = [Float](repeating: 0, count: ScaleNetwork.count - 1) + [1]
    var reading = one
    reading[2] = 0.1
    reading[ScaleNetwork.hidden * (ScaleNetwork.inputs + 1)] = 5
    var networks = [String: [Float]]()
    for slice in Parabola.blocks.slices { networks[slice.name] = one }
    networks["norm.weight"] = reading
    let problem = try Parabola()
    var run = try Run(Self.optimizer(ScaleNetworks(networks)), on: problem)
    let slice = try #require(problem.layout["norm.weight"])
    try run.step(1)
    let above = run.estimates[0].loss + 0.05 * (run.estimates[0].terms?[0].scale ?? 0)
    try run.estimate()
    let (u, z) = (try problem.direction(run.root), try Parabola().direction(run.root))
    let other = try #require(problem.layout["embed.weight"])
    let ratio =
      Double(u[slice.offset] / z[slice.offset]) / Double(u[other.offset] / z[other.offset])
    #expect(abs(ratio - (1 + 5 * tanh(0.1 * Double(above)))) < 1e-3)
  }

  @Test("move the weights along the u that was probed")
  func updateIsProbed() throws {
    let problem = try Parabola()
    var run = try Run(Self.optimizer(Self.networks()), on: problem)
    try run.step(2)
    let before = problem.values
    let estimate = try run.estimate()
    let term = try #require(estimate.terms?.first)
    let u = try problem.direction(term.key)
    run.iterate.descend(by: estimate) { problem.gradient($0) }
    for index in u.indices {
      let wanted = before[index] - 0.003 * term.scale * u[index]
      #expect(abs(problem.values[index] - wanted) < 1e-5)
    }
  }

  @Test("have the derivatives that differences say")
  func derivatives() throws {
    let numbers = try #require(Self.networks().networks["embed.weight"])
    let features: [Float] = [0.3, 1.2, 0.7, -0.4, 0.9]
    var gradient = [Double](repeating: 0, count: ScaleNetwork.count)
    withFloats(numbers) { ScaleNetwork.addGradient(2, of: $0, features, to: &gradient) }
    for place in [0, 4, 5, 319, 320, 383, 384, 447, 448] {
      let sides = [Float(1e-2), -1e-2].map { step -> Double in
        var moved = numbers
        moved[place] += step
        return withFloats(moved) { Double(ScaleNetwork.scale($0, features)) }
      }
      #expect(abs((sides[0] - sides[1]) / 2e-2 * 2 - gradient[place]) < 2e-2)
    }
  }

  @Test("are in a file as they are in memory")
  func roundTrip() throws {
    let networks = Self.networks()
    let read = try Self.withFile(networks) { try ScaleNetworks(contentsOf: URL(filePath: $0)) }
    #expect(read == networks)
  }

  @Test("of another model, of another shape, or none, are refused")
  func refused() throws {
    #expect(throws: SettingsProblem.self) {
      try make("zo-fine-tuner", ["networks": .text("/nowhere.safetensors")])
    }
    let other = try Self.optimizer(Self.networks(Parabola.matrix(2, 2)))
    let problem = try Parabola()
    #expect(
      other.unknownParameters(problem.layout, trainable: problem.everything).count
        == problem.layout.slices.count)
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("bad-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    for shape in [[64, 5], [5, 64], [320]] {
      try SafetensorsWriter.write(
        [.init("a.hidden.weight", shape: shape, [Float](repeating: 0, count: 320))], to: url)
      let problem = #expect(throws: InputProblem.self) { try ScaleNetworks(contentsOf: url) }
      let wanted = shape == [64, 5] ? "is missing" : "it must be [64, 5]"
      #expect(problem?.message.contains(wanted) == true)
    }
  }

  @Test("learn from the derivative of the loss behind an update in their factors")
  func metaGradient() throws {
    let problem = try Parabola()
    problem.coupling = 0.2
    let space = TrainedSpace(problem.layout, admitted: problem.everything)
    let update = try ScaledUpdate(problem.weights, space, ledger: Ledger())
    let normalizer = ScaleNormalizer(sizes: space.slices.map { Double($0.count) })
    let before = bits(problem.values)
    let scales = space.slices.indices.map { 0.5 + 0.2 * Double($0 % 4) }
    func measure(_ scales: [Double]) throws -> ScaledUpdate.Result {
      try update.measure(
        problem, key: RandomKey(seed: 4), factors: normalizer.factors(scales), epsilon: 0.05,
        rate: 0.02)
    }
    let found = try measure(scales)
    #expect(bits(problem.values) == before)
    let gradient = normalizer.gradient(scales, found.slopes)
    for place in scales.indices {
      let sides = try [0.02, -0.02].map { step in
        var moved = scales
        moved[place] += step
        return Double(try measure(moved).after)
      }
      let wanted = (sides[0] - sides[1]) / 0.04
      #expect(abs(gradient[place] - wanted) < 0.02 * (1 + abs(wanted)), "\(place)")
    }
    // Scaling every σ alike changes nothing.
    #expect(abs(zip(gradient, scales).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-6)
  }

  @Test("learn scales with which a step goes down further")
  func learning() throws {
    let problem = try Parabola()
    let steep = try #require(problem.layout["layers.1.attn.weight"])
    for index in problem.range(steep) { problem.curvature[index] = 30 }
    let space = TrainedSpace(problem.layout, admitted: problem.everything)
    let update = try ScaledUpdate(problem.weights, space, ledger: Ledger())
    let learner = try ScaleLearner(
      space, batch: 1, key: RandomKey(seed: 1),
      ledger: Ledger())
    func gain(_ seeds: Range<Int>, learning: Bool) throws -> Double {
      try seeds.reduce(0.0) { sum, seed in
        let found = try update.measure(
          problem, key: RandomKey(seed: seed), factors: learner.predict(problem.weights),
          epsilon: 1e-2, rate: 1e-6)
        if learning { learner.learn(found.slopes, rate: 0.05) }
        return sum + Double(problem.loss - found.after)
      }
    }
    let before = try gain(1000..<1100, learning: false)
    _ = try gain(0..<300, learning: true)
    #expect(try gain(1000..<1100, learning: false) > 1.2 * before)
    let scales = Dictionary(uniqueKeysWithValues: zip(space.slices.map(\.name), learner.scales))
    #expect(scales.max { $0.value < $1.value }?.key == steep.name)
  }
}
