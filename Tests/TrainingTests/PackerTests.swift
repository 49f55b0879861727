import Foundation
import Graphs
import Models
import Tasks
import Tensors
import Testing
import Training
import Vocabulary

@Suite("Packing")
struct PackerTests {
  static let models = [Checkpoints.path("opt"), Checkpoints.path("opt-postnorm")]
  static let tasks = ["mini-sst2", "mini-copa", "mini-winogrande"]

  private func examples(
    _ model: PretrainedModel, _ task: String
  ) throws -> [EncodedExample] {
    let tokenizer = try #require(model.tokenizer)
    let encoder = ExampleEncoder(tokenizer, maxLength: model.family.maxPositions)
    let source = try TaskCatalog.make(Component(task), data: nil).examples(.train)
    return try source.prefix(6).map { try encoder.encode($0) }
  }

  private func scores(
    _ model: PretrainedModel, _ weights: ParameterStore, _ batch: Batch
  ) throws -> [Float] {
    let forward = ForwardPass(model.family, objective: .classification)
    let executor = try Executor(
      Program(forward.graph, outputs: [forward.scores]), .init(), weights: weights,
      capacity: batch.extents, ledger: Ledger())
    executor.load(batch)
    executor.run()
    return executor.value(forward.scores).array
  }

  @Test(
    "a shared prompt gives the scores of one sequence per candidate", arguments: models, tasks)
  func sharing(name: String, task: String) throws {
    let model = try PretrainedModel(name)
    let weights = try ParameterStore(model.family.layout, in: .weights, of: Ledger())
    try model.load(into: weights)
    let examples = try examples(model, task)
    let together = try scores(model, weights, Packer.candidates(examples))
    let alone = try examples.flatMap { try scores(model, weights, Packer.candidates([$0])) }
    let sequences = examples.flatMap { example in
      example.candidates.map {
        EncodedExample(shared: example.shared, candidates: [$0], gold: 0)
      }
    }
    let apart = try sequences.flatMap { try scores(model, weights, Packer.candidates([$0])) }
    let unshared = try scores(model, weights, Packer.candidates(sequences))
    try #require(together.count == sequences.count)
    for others in [alone, apart, unshared] {
      try #require(others.count == together.count)
      #expect(zip(together, others).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(Set(together).count > 2)
  }

  @Test("a shared prompt is fed once")
  func tokens() throws {
    let example = EncodedExample(
      shared: [2, 5, 6],
      candidates: [
        Continuation(tokens: [7], scored: 1, after: 3),
        Continuation(tokens: [8, 9, 10], scored: 3, after: 3),
      ], gold: 1)
    let batch = Packer.candidates([example, example])
    #expect(batch.tokens == [2, 5, 6, 8, 9, 2, 5, 6, 8, 9])
    #expect(batch.positions == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    #expect(batch.pickTokens == [7, 8, 9, 10, 7, 8, 9, 10])
    #expect(batch.scored == [2, 3, 4, 7, 8, 9])
    #expect(batch.gold == [1, 1])
    let right = Packer.training([example], .language)
    #expect(right.tokens == [2, 5, 6, 8, 9])
    #expect(right.pickTokens == [8, 9, 10])
    #expect(Packer.training([example], .classification) == Packer.candidates([example]))
  }

  @Test("masked candidates of one length are one sequence")
  func masked() {
    let example = EncodedExample(
      shared: [],
      candidates: [
        Continuation(sequence: [0, 5, 4, 2], places: [2], targets: [7]),
        Continuation(sequence: [0, 5, 4, 4, 2], places: [2, 3], targets: [8, 9]),
        Continuation(sequence: [0, 5, 4, 2], places: [2], targets: [6]),
      ], gold: 2)
    let batch = Packer.candidates([example])
    #expect(batch.tokens == [0, 5, 4, 2, 0, 5, 4, 4, 2])
    #expect(batch.segments.map(\.queries.count) == [4, 5])
    #expect(batch.scored == [2, 6, 7])
    #expect(batch.pickRows == [0, 1, 2, 0])
    #expect(batch.pickTokens == [7, 8, 9, 6])
    #expect(batch.pickOptions == [0, 1, 1, 2])
    #expect(Packer.training([example], .language).tokens == [0, 5, 4, 2])
  }

  @Test("documents predict every token but their first")
  func documents() {
    let batch = Batch.documents([[2, 5, 6], [7], [], [2, 9]])
    #expect(batch.tokens == [2, 5, 2])
    #expect(batch.positions == [0, 1, 0])
    #expect(batch.pickTokens == [5, 6, 9])
    #expect(batch.extents.examples == 2)
  }
}
