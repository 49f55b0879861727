import Graphs
import Schemes
import Tensors
import Testing
import Vocabulary

@Suite("Tensor trains")
struct TensorTrainTests {
  @Test("a width is factored as evenly as its primes allow")
  func digits() {
    #expect(TensorTrainLayer.digits(of: 4096, parts: 3) == [16, 16, 16])
    #expect(TensorTrainLayer.digits(of: 64, parts: 3) == [4, 4, 4])
    #expect(TensorTrainLayer.digits(of: 128, parts: 3) == [8, 4, 4])
    #expect(TensorTrainLayer.digits(of: 67, parts: 3) == [67, 1, 1])
    #expect(TensorTrainLayer.digits(of: 1, parts: 2) == [1, 1])
    for size in [30, 768, 1000, 2048] {
      #expect(TensorTrainLayer.digits(of: size, parts: 3).reduce(1, *) == size)
    }
  }

  @Test("LLaMA's layers have 1100 parameters at rank 5")
  func count() {
    let (wide, narrow) = ([16, 16, 16], [4, 4, 4])
    for layer in [
      TensorTrainLayer(wide, narrow, rank: 5), TensorTrainLayer(narrow, wide, rank: 5),
    ] { #expect(layer.count == 80 + 400 + 400 + 100 + 100 + 20) }
    #expect(TensorTrainLayer([3], [2], rank: 4).count == 12 + 8)
  }

  /// One layer in a graph behind an embedding that gives its inputs.
  private struct Bench {
    let layout: Layout
    let parameters: TensorTrainLayer.Parameters
    let layer: TensorTrainLayer
    let weights: ParameterStore

    init(_ layer: TensorTrainLayer) throws {
      var layout = Layout()
      layout.add("x", .embedding, rows: 5, columns: layer.inputSize)
      func half(_ sizes: [(rows: Int, columns: Int)], _ side: String) -> [Slice] {
        sizes.enumerated().map {
          layout.add("\(side)\($0)", .matrix, rows: $1.rows, columns: $1.columns)
        }
      }
      let cores = layer.cores
      parameters = TensorTrainLayer.Parameters(
        input: half(cores.input, "a"), output: half(cores.output, "b"))
      self.layout = layout
      self.layer = layer
      weights = try ParameterStore(layout, in: .weights, of: Ledger())
      weights.initialize(RandomKey(seed: 2), deviation: 1)
    }

    func values(_ slice: Slice) -> [Double] { weights.view(slice).values.map(Double.init) }

    /// What the graph computes for tokens 0 … 4.
    func run() throws -> [Float] {
      var graph = Graph(layout)
      let x = graph.add(Embedding(.token), graph.parameter("x"))
      let y = layer.apply(parameters, to: x, &graph)
      var batch = Batch()
      batch.tokens = [0, 1, 2, 3, 4]
      batch.positions = [0, 1, 2, 3, 4]
      batch.segments = [Segment(queries: Span32(0, 5))]
      let executor = try Executor(
        Program(graph, outputs: [y]), .init(), weights: weights, capacity: batch.extents,
        ledger: Ledger())
      executor.load(batch)
      executor.run()
      return executor.value(y).array
    }

    /// An element of the matrix of in × out, by its definition: a product of matrices, one a core.
    func element(_ input: Int, _ output: Int) -> Double {
      let (a, b) = (parameters.input.map(values), parameters.output.map(values))
      var row = [1.0]
      var rest = input
      let places = layer.input.indices.map { layer.input[($0 + 1)...].reduce(1, *) }
      for (core, digits) in a.enumerated() {
        let digit = rest / places[core]
        rest %= places[core]
        row = (0..<layer.rank).map { right in
          row.indices.reduce(0.0) { sum, left in
            let place =
              core == 0
              ? digit * layer.rank + right : (digit * layer.rank + right) * layer.rank + left
            return sum + row[left] * digits[place]
          }
        }
      }
      return zip(row, column(output, b)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The output half: its last core has the most significant digit.
    private func column(_ output: Int, _ cores: [[Double]]) -> [Double] {
      let sizes = layer.output.reversed().map { $0 }
      var column = [1.0]
      var rest = output
      for (core, numbers) in cores.enumerated() {
        let place = sizes[(core + 1)...].reduce(1, *)
        let digit = rest / place
        rest %= place
        column = (0..<layer.rank).map { left in
          column.indices.reduce(0.0) { sum, right in
            let place =
              core == 0
              ? digit * layer.rank + left : (digit * layer.rank + left) * layer.rank + right
            return sum + numbers[place] * column[right]
          }
        }
      }
      return column
    }
  }

  @Test(
    "the contraction is the dense matrix",
    arguments: [
      ([3, 2, 2], [2, 5], 3), ([4, 1], [3, 2, 2], 2), ([6], [5], 4), ([2, 2, 3], [3, 2, 2], 1),
    ])
  func dense(input: [Int], output: [Int], rank: Int) throws {
    let layer = TensorTrainLayer(input, output, rank: rank)
    let bench = try Bench(layer)
    let found = try bench.run()
    let x = bench.values(bench.layout.slices[0])
    let (width, out) = (layer.inputSize, layer.outputSize)
    let matrix = (0..<width).map { i in (0..<out).map { bench.element(i, $0) } }
    for row in 0..<5 {
      for column in 0..<out {
        let wanted = (0..<width).reduce(0.0) { $0 + x[row * width + $1] * matrix[$1][column] }
        #expect(abs(Double(found[row * out + column]) - wanted) < 1e-3 * (1 + abs(wanted)))
      }
    }
  }

  @Test("normal cores of its deviation make elements of variance 1 / (in + out)")
  func variance() throws {
    let layer = TensorTrainLayer([4, 4, 4], [4, 4, 2], rank: 3)
    var sum = 0.0
    for seed in 0..<100 {
      let bench = try Bench(layer)
      bench.weights.initialize(RandomKey(seed: 100 + seed), deviation: layer.deviation)
      for place in 0..<40 {
        let element = bench.element(place % layer.inputSize, place % layer.outputSize)
        sum += element * element / 4000
      }
    }
    #expect(abs(sum * Double(layer.inputSize + layer.outputSize) - 1) < 0.5)
  }

  @Test("settings out of range are refused")
  func refused() {
    for (setting, value) in [
      ("rank", SettingValue.integer(0)), ("bottleneck", .integer(0)), ("cores", .integer(17)),
      ("activation", .text("gelu")), ("start", .text("zero")),
    ] {
      #expect(throws: SettingsProblem.self) {
        try SchemeCatalog.make(Component("tensor-train", [setting: value]))
      }
    }
  }
}
