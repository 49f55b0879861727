import Optimizers
import Tensors
import Testing
import Vocabulary

/// What linear layers are given decides where AGZO goes, and what Wanda keeps.
@Suite("Optimizers that see activations")
struct ActivationTests {
  @Test("move a matrix in the span of its inputs, with the rank that was asked for")
  func span() throws {
    // Four inputs of ten numbers: the third and the fourth are small.
    let layer = try Layer(6, inputs: (0..<4).map(Self.input))
    for rank in [1, 2, 3] {
      let settings: [String: SettingValue] = ["rank": .integer(rank)]
      let iterate = try layer.begin("agzo", settings)
      let z = layer.direction(iterate, RandomKey(seed: 40))
      let rows = (0..<6).map { Array(z[$0 * 10..<$0 * 10 + 10]) }
      #expect(Self.rank(rows) == rank)
      #expect(Self.rank(layer.inputs + rows) == Self.rank(layer.inputs))
      #expect(layer.vector(iterate, RandomKey(seed: 40)).allSatisfy { $0 != 0 })
    }
  }

  private static func input(_ row: Int) -> [Float] {
    let size: Float = row < 2 ? 1 : 0.05
    return (0..<10).map { size * Float(($0 * (row + 3) + row) % 7 - 3) }
  }

  /// The number of independent rows, by Gram–Schmidt.
  private static func rank(_ rows: [[Float]]) -> Int {
    var basis: [[Double]] = []
    for row in rows {
      var rest = row.map(Double.init)
      let length = norm(row)
      for vector in basis {
        let product: Double = zip(rest, vector).reduce(0) { $0 + $1.0 * $1.1 }
        rest = zip(rest, vector).map { $0 - product * $1 }
      }
      let size = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if size > 1e-4 * max(length, 1e-6) { basis.append(rest.map { $0 / size }) }
    }
    return basis.count
  }

  @Test("find the leading eigenvector of the inputs' Gram matrix")
  func leading() throws {
    let main: [Float] = [3, 0, 1, -2, 0.5, 0, 1, 1]
    let inputs: [[Float]] = (0..<5).map { row in
      main.enumerated().map { place, value in
        let noise = 0.02 * Float((place * row) % 3)
        return Float(row + 1) * value + noise
      }
    }
    let layer = try Layer(4, inputs: inputs)
    let z = layer.direction(try layer.begin("agzo"), RandomKey(seed: 40))
    for row in 0..<4 {
      let part = Array(z[row * 8..<row * 8 + 8])
      #expect(abs(dot(part, main)) > 0.999 * norm(part) * norm(main))
    }
  }

  @Test("ask for a loss at the weights and one beside them")
  func oneSided() throws {
    let layer = try Layer(3, inputs: [[1, 2, -1], [0.5, 0, 2]])
    let iterate = try layer.iterate("agzo", ["epsilon": .number(0.25)])
    let estimate = try iterate.estimate(key: RandomKey(seed: 2), on: layer)
    let key = RandomKey(seed: 2).folding(0)
    #expect(layer.places == [.none, .along(key, by: 0.25)])
    let wanted = (layer.values[1] - layer.values[0]) / 0.25
    #expect(abs(try #require(estimate.terms?.first).scale - wanted) < 1e-5 * abs(wanted))
    #expect(!iterate.optimizer.isReplayable)
  }

  @Test("make the same elements in whatever pieces they are asked for")
  func pieces() throws {
    let layer = try Layer(5, inputs: [[1, 2, -1, 4], [0.5, 0, 2, 1]])
    let iterate = try layer.begin("agzo", ["rank": .integer(2)])
    let whole = layer.direction(iterate, RandomKey(seed: 3))
    for (start, count) in [(0, 3), (3, 9), (6, 14)] {
      let part = FloatBox([Float](repeating: 0, count: count))
      iterate.distribution.add(
        1, key: RandomKey(seed: 3), to: part.view, of: layer.weight, from: start)
      #expect(bits(part.view.array) == bits(Array(whole[start..<start + count])))
    }
  }

  @Test("keep a span until it is to be looked for again")
  func refresh() throws {
    let layer = try Layer(3, inputs: [[1, 2, -1], [0.5, 0, 2]])
    let iterate = try layer.begin("agzo", ["refresh": .integer(2)])
    let first = layer.direction(iterate, RandomKey(seed: 3))
    layer.inputs = [[-4, 1, 1]]
    for isSame in [true, false] {
      let estimate = try iterate.estimate(key: RandomKey(seed: 5), on: layer)
      #expect((layer.direction(iterate, RandomKey(seed: 3)) == first) == isSame)
      iterate.descend(by: estimate) { _ in preconditionFailure("there is no gradient") }
    }
  }

  @Test(
    "keep the largest |W|·‖X‖",
    arguments: [
      ("row", 1.0 / 3, [true, true, false, true, true, false]),
      ("layer", 0.5, [false, true, false, true, true, false]),
      ("global", 0.25, [true, true, false, true, true, false]),
    ])
  func wanda(group: String, sparsity: Double, kept: [Bool]) throws {
    // ‖X‖ = (1, 2, 0.1): scores (1, 4, 0.3) and (4, 1, 0.1); those of the vector are (5, 6).
    let layer = try Layer(
      2, inputs: [[0.6, 0, 0.1], [0.8, 2, 0]], weight: [1, -2, 3, 4, 0.5, -1], bias: [5, 6])
    let iterate = try layer.begin(
      "zo-sgd-sparse",
      ["pattern": .text("wanda"), "group": .text(group), "sparsity": .number(sparsity)])
    #expect(layer.direction(iterate, RandomKey(seed: 3)).map { $0 != 0 } == kept)
    #expect(layer.places.first == Displacement.none && layer.places.count == 3)
    _ = try iterate.estimate(key: RandomKey(seed: 3), on: layer)
    #expect(layer.places.count == 5)
  }

  @Test("are refused where nothing is probed")
  func refused() throws {
    let settings: [String: SettingValue] = [
      "estimator": .text("backpropagation"), "mask": .text("wanda"),
    ]
    #expect(throws: SettingsProblem.self) { try make("compose", settings) }
    #expect(throws: SettingsProblem.self) {
      try make("zo-sgd-sparse", ["pattern": .text("random"), "group": .text("row")])
    }
  }
}

/// ‖H·Wᵀ + b‖² of one linear layer, which shows its inputs in a pass at the weights.
final class Layer: LossProblem {
  let layout: Layout
  let weights: ParameterStore
  var inputs: [[Float]]
  private var distribution: (any DirectionDistribution)?
  private(set) var places: [Displacement] = []
  private(set) var values: [Float] = []

  init(
    _ outputs: Int, inputs: [[Float]], weight: [Float]? = nil, bias: [Float]? = nil
  ) throws {
    var layout = Layout()
    layout.add("fc.weight", .matrix, rows: outputs, columns: inputs[0].count)
    layout.add("fc.bias", .bias, columns: outputs)
    self.layout = layout
    self.inputs = inputs
    weights = try ParameterStore(layout, in: .weights, of: Ledger())
    weights.initialize(RandomKey(seed: 6), deviation: 1)
    if let weight { weights.fill(layout.slices[0], with: weight) }
    if let bias { weights.fill(layout.slices[1], with: bias) }
  }

  var weight: Slice { layout.slices[0] }

  func iterate(_ name: String, _ settings: [String: SettingValue] = [:]) throws -> Iterate {
    let iterate = try Iterate(
      weights, trainable: [0, 1], optimizer: make(name, settings), ledger: Ledger())
    distribution = iterate.distribution
    return iterate
  }

  /// An iterate that has made one step.
  func begin(_ name: String, _ settings: [String: SettingValue] = [:]) throws -> Iterate {
    let iterate = try iterate(name, settings)
    let estimate = try iterate.estimate(key: RandomKey(seed: 1), on: self)
    iterate.descend(by: estimate) { _ in preconditionFailure("there is no gradient") }
    return iterate
  }

  func direction(_ iterate: Iterate, _ key: RandomKey) -> [Float] { z(iterate, key, weight) }
  func vector(_ iterate: Iterate, _ key: RandomKey) -> [Float] {
    z(iterate, key, layout.slices[1])
  }

  private func z(_ iterate: Iterate, _ key: RandomKey, _ slice: Slice) -> [Float] {
    let box = FloatBox([Float](repeating: 0, count: slice.count))
    iterate.distribution.add(1, key: key, to: box.view, of: slice, from: 0)
    return box.view.array
  }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    displacements.map { place in
      places.append(place)
      if place == .none {
        let box = FloatBox(Array(inputs.joined()))
        withExtendedLifetime(box) { distribution?.inputs?.observe(box.view, of: weight) }
      }
      values.append(loss(at: place))
      return values[values.count - 1]
    }
  }

  private func loss(at place: Displacement) -> Float {
    let parts = layout.slices.map { slice in
      let box = FloatBox(weights.view(slice).values)
      for term in place.terms {
        distribution?.add(term.scale, key: term.key, to: box.view, of: slice, from: 0)
      }
      return box.view.array
    }
    let columns = weight.columns
    return inputs.reduce(0) { sum, row in
      parts[1].indices.reduce(sum) { sum, output in
        let w = Array(parts[0][output * columns..<(output + 1) * columns])
        let y = Float(dot(w, row)) + parts[1][output]
        return sum + y * y
      }
    }
  }

  func lossAndGradient() throws(Divergence) -> Float { preconditionFailure("there is none") }
  func gradient(_ slice: Slice) -> FloatView { preconditionFailure("there is none") }
}
