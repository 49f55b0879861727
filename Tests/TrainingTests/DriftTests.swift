import Foundation
import Models
import Tensors
import Testing
import Training
import Vocabulary

/// Ways from the first weights, beside differences of whole copies.
@Suite("Drift", .tags(.slow))
struct DriftTests {
  private struct Way {
    var (square, start) = (0.0, 0.0)
    var (elements, changed) = (0, 0)

    mutating func add(_ now: [Float], _ then: [Float]) {
      for (a, b) in zip(now, then) {
        square += pow(Double(a) - Double(b), 2)
        start += pow(Double(b), 2)
        elements += 1
        if a != b { changed += 1 }
      }
    }
  }

  @Test(
    "is the difference from the first weights, by kind",
    arguments: [("fo-sgd", "ft"), ("zo-sgd", "ft"), ("zo-sgd", "lora"), ("zo-sgd", "prefix")],
    [StorageFormat.f32, .bf16])
  func measured(_ cell: (optimizer: String, scheme: String), format: StorageFormat) throws {
    var run = Runs.settings
    (run.weights, run.evaluations) = (format, 1)
    var tried = Runs.cell(Component(cell.optimizer, ["learningRate": .number(1e-2)]), run)
    tried.scheme = Component(cell.scheme)
    let plan = try Planner(dataDirectory: nil, complete: true).plan(SeededCell(tried, seed: 0))
    let (ledger, pool) = (Ledger(), WeightPool(ledger: Ledger()))
    func weights() throws -> ParameterStore { try plan.weights(from: pool, ledger: ledger) }
    let start = try weights()
    let trial = try Trial(
      plan, point: [:], ledger: ledger, interruption: Interruption(), weights: weights
    ) { _ in }
    try trial.run()
    var ways: [String: Way] = [:]
    for slice in start.layout.slices where start.owns(slice) {
      let isOwn = slice.index < plan.resolution.model.family.layout.slices.count
      let kind = isOwn ? slice.kind.rawValue : "adapter"
      ways[kind, default: Way()].add(trial.weights.view(slice).values, start.view(slice).values)
    }
    let drift = try #require(trial.result.drift)
    #expect(drift.parts.map(\.kind) == ways.keys.sorted())
    for part in drift.parts {
      let way = try #require(ways[part.kind])
      #expect(abs(part.distance - way.square.squareRoot()) <= 1e-5 * part.distance)
      #expect(abs(part.start - way.start.squareRoot()) <= 1e-9 * part.start)
      #expect(part.elements == way.elements)
      #expect(part.changed == way.changed)
    }
    #expect(drift.distance > 0)
  }

  @Test("of a run that writes nothing is not told")
  func nothing() throws {
    var cell = Runs.cell(Component("none"))
    cell.scheme = Component("zero-shot")
    #expect(try Runs.run(cell).trials.first?.drift == nil)
  }
}
