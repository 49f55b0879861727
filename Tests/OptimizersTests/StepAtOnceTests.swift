import Optimizers
import Tensors
import Testing
import Vocabulary

/// A step that is a number times directions is made in one go; no weight may know of it.
@Suite("Steps made at once")
struct StepAtOnceTests {
  /// A rule that does nothing and does not say so: behind it every step is made chunk by chunk.
  private struct Silent: UpdateRule {
    func apply(_ chunk: UpdateChunk) {}
  }

  /// Whole blocks of elements and the rest of one, in three formats.
  private static let long: Layout = {
    var layout = Layout()
    layout.add("layers.0.attn.weight", .matrix, rows: 40, columns: 31)
    layout.add("layers.1.fc.weight", .matrix, rows: 2, columns: 256)
    layout.add("layers.1.fc.bias", .bias, columns: 300)
    return layout
  }()

  private static func end(
    _ optimizer: Optimizer, silently: Bool, on problem: Parabola, steps: Int = 4
  ) throws -> [UInt32] {
    var optimizer = optimizer
    if silently { optimizer.update.append(Silent()) }
    try optimizer.run(steps, on: problem)
    return bits(problem.values)
  }

  @Test("have the bits of steps chunk by chunk", arguments: CatalogContractTests.components)
  func everyOptimizer(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let found = try [false, true].map {
      try Self.end(optimizer, silently: $0, on: Parabola.suited(to: optimizer))
    }
    #expect(found[0] == found[1])
  }

  @Test(
    "have the bits of steps chunk by chunk in every format",
    arguments: [
      Component("zo-sgd"), Component("zo-sgd", ["queries": .integer(3)]), Component("fzoo"),
      Component("zo-sgd", ["weightDecay": .number(0.1)]), Component("zo-sgd-block"),
    ], [StorageFormat.f32, .bf16, .f16])
  func everyFormat(component: Component, format: StorageFormat) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let found = try [false, true].map {
      try Self.end(optimizer, silently: $0, on: Parabola(Self.long, format: format))
    }
    #expect(found[0] == found[1])
    #expect(found[0] != bits(try Parabola(Self.long, format: format).values))
  }
}
