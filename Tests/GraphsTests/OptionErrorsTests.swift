import Graphs
import Tensors
import Testing
import Vocabulary

/// One minus the accuracy over options, on two examples with two options each.
@Suite struct OptionErrorsTests {
  /// Options' scores are log-probabilities of tokens, whose logits are rows of `w`.
  private static func errors(gold: [Int32], _ change: (FloatView) -> Void = { _ in }) throws
    -> (errors: Float, scores: [Float])
  {
    let ledger = Ledger()
    var layout = Layout()
    layout.add("w", .embedding, rows: 5, columns: 5)
    let weights = try ParameterStore(layout, in: .weights, of: ledger)
    let values = try #require(weights.all.floats)
    DenseDirections().add(
      1, key: RandomKey(seed: 1), to: values, of: try #require(layout["w"]), from: 0)
    change(values)
    var graph = Graph(layout)
    let rows = graph.add(GatherScored(), graph.add(Embedding(.token), graph.parameter("w")))
    let scores = graph.add(OptionMeans(), graph.add(TokenLogProbabilities(), rows))
    let result = graph.add(OptionErrors(), scores)
    var batch = Batch.plain
    batch.gold = gold
    let executor = try Executor(
      Program(graph, outputs: [result, scores]), .init(), weights: weights,
      capacity: batch.extents, ledger: ledger)
    executor.load(batch)
    executor.run()
    return (executor.value(result)[0], executor.value(scores).array)
  }

  @Test func countsExamplesWhoseRightOptionIsNotTheBest() throws {
    let scores = try Self.errors(gold: [0, 0]).scores
    let best: [Int32] = [scores[0] >= scores[1] ? 0 : 1, scores[2] >= scores[3] ? 0 : 1]
    #expect(try Self.errors(gold: best).errors == 0)
    #expect(try Self.errors(gold: [best[0], 1 - best[1]]).errors == 0.5)
    #expect(try Self.errors(gold: best.map { 1 - $0 }).errors == 1)
  }

  @Test func theFirstOfEqualScoresCounts() throws {
    func flat(_ values: FloatView) { Kernels.fill(values, 0) }
    #expect(try Self.errors(gold: [0, 0], flat).errors == 0)
    #expect(try Self.errors(gold: [1, 1], flat).errors == 1)
  }

  @Test func scoresThatAreNoNumbersShow() throws {
    #expect(try Self.errors(gold: [0, 0]) { Kernels.fill($0, .nan) }.errors.isNaN)
  }
}
