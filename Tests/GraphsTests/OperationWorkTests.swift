import Graphs
import Tensors
import Testing
import Vocabulary

/// What operations are said to do: products as they are counted, bytes as one counts by hand.
@Suite struct OperationWorkTests {
  /// Seven tokens through a table of 5 × 3 and a layer of 3 → 4 with a bias.
  private static let layer = OperationCase(
    name: "layer",
    parameters: [
      ("table", .embedding, 5, 3), ("weight", .matrix, 4, 3), ("bias", .bias, 1, 4),
    ],
    batch: .plain,
    build: { graph in
      let x = graph.add(Embedding(.token), graph.parameter("table"))
      return graph.add(Linear(), x, graph.parameter("weight"), graph.parameter("bias"))
    }, reference: { _ in [] })

  private static func work(
    _ program: Program, _ format: StorageFormat = .f32, runs: [[Displacement]]
  ) throws -> (kinds: [String: OperationWork], executor: Executor) {
    let bench = try Bench(layer, format: format)
    let executor = try bench.executor(
      program, Program.Setting(lanes: 2, displaced: true, format: format))
    executor.load(layer.batch)
    executor.measureOperations()
    for displacements in runs { executor.run(at: displacements) }
    let kinds = executor.operationWork.map { ($0.operation, $0) }
    return (Dictionary(uniqueKeysWithValues: kinds), executor)
  }

  private static let pair: [Displacement] = [
    .along(RandomKey(seed: 2), by: 0.5), .along(RandomKey(seed: 2), by: -0.5),
  ]

  @Test(arguments: [(StorageFormat.f32, 4.0), (.bf16, 2)])
  func aLayerIsCountedAsByHand(_ format: StorageFormat, _ size: Double) throws {
    let program = try Bench(Self.layer).programs[0].program
    let found = try Self.work(program, format, runs: [Self.pair, Self.pair, [.none]])
    let linear = try #require(found.kinds["Linear"])
    // Five lanes in three walks: 2·7·3·4 FLOP; 7·3 numbers in, 7·4 out; 4·3 weights and 4 biases.
    #expect(linear.calls == 3 && linear.seconds > 0)
    #expect(linear.flops == 5 * 168)
    #expect(linear.bytes == 5 * 4 * 49 + 3 * size * 16)
    // Seven rows are asked for of a table that has five.
    let embedding = try #require(found.kinds["Embedding"])
    #expect(embedding.flops == 0)
    #expect(embedding.bytes == 5 * 4 * 21 + 3 * size * 15)
  }

  @Test func whatIsReadToBeDisplacedIsCountedOnceForAllLanes() throws {
    let program = try Bench(Self.layer).programs[0].program
    // Weight and bias; rows of tables are made with the embedding.
    let displaced = try Self.work(program, runs: [Self.pair, Self.pair]).executor
    #expect(displaced.readingBytes == 2 * 4 * 16)
    #expect(try Self.work(program, runs: [[.none]]).executor.readingBytes == 0)
    #expect(try Self.work(program, .bf16, runs: [[.none]]).executor.readingBytes == 2 * 16)
  }

  @Test func sumsOfGradientsAreReadAndWritten() throws {
    let found = try Self.work(Bench(Self.layer).gradientProgram, runs: [[.none]]).kinds
    #expect(found["LinearWeightGradient"]?.flops == 168)
    // dW is 4 × 3 and is added to; dy is 7 × 4 and x 7 × 3. dx is made of dy and W. The table's
    // gradient is 5 × 3.
    let numbers: [String: Double] = [
      "LinearWeightGradient": 2 * 12 + 28 + 21, "LinearInputGradient": 28 + 12 + 21,
      "EmbeddingGradient": 2 * 15 + 21,
    ]
    for (name, count) in numbers { #expect(found[name]?.bytes == 4 * count, "\(name)") }
    #expect(found["GradientStart"]?.bytes == 0)
  }

  @Test func whatIsMadeAndWhatIsReadTwiceAreNoMoreBytes() throws {
    var graph = Graph(Self.layer.layout)
    let x = graph.add(Embedding(.token), graph.parameter("table"))
    let square = graph.add(Multiply(), x, x)
    let extents = Self.layer.batch.extents
    #expect(graph.traffic(of: square, extents) { _ in 0 }.values == 4 * 2 * 21)
    let tangents = Tangents(of: x, in: graph, admitted: [0])
    let slope = try #require(tangents.slope)
    let traffic = tangents.graph.traffic(of: slope, extents) { _ in 1000 }
    #expect(traffic.weights == 0 && traffic.values == 4 * 21)
  }

  /// Of every operation: the products that it declares are those that it made.
  @Test(arguments: OperationCase.all)
  func productsAreThoseThatWereMade(_ subject: OperationCase) throws {
    let bench = try Bench(subject)
    for (name, program) in bench.programs {
      let executor = try bench.executor(program, Program.Setting(lanes: 2, displaced: true))
      executor.load(subject.batch)
      executor.measureOperations()
      executor.run(tangent: RandomKey(seed: 1))
      let work = executor.operationWork
      #expect(work.reduce(0) { $0 + $1.flops } == executor.flops, "\(name)")
      let most = work.allSatisfy { $0.bytes.isFinite && $0.bytes >= 0 }
      #expect(most && work.contains { $0.bytes > 0 }, "\(name)")
    }
  }
}
