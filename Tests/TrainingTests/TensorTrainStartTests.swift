import Testing
import Training
import Vocabulary

/// Where tensor-train adapters begin.
@Suite("Tensor-train adapters", .tags(.slow))
struct TensorTrainStartTests {
  private static func loss(
    _ scheme: Component, on fixture: String, rate: Double = 1e-30
  ) throws -> Double {
    let optimizer = Component("zo-sgd", ["learningRate": .number(rate)])
    var cell = Runs.cell(model: Checkpoints.path(fixture), optimizer)
    cell.scheme = scheme
    return try #require(Runs.run(cell).trials.first?.dev.first?.loss)
  }

  @Test(
    "with a zero core are the identity, at random they are not",
    arguments: ["opt", "llama-gqa-tied", "mistral", "roberta", "bert"])
  func identity(fixture: String) throws {
    let whole = try Self.loss(Component("ft"), on: fixture)
    #expect(try Self.loss(Component("tensor-train"), on: fixture) == whole)
    let random = Component("tensor-train", ["start": .text("random")])
    #expect(try Self.loss(random, on: fixture) != whole)
  }
}
