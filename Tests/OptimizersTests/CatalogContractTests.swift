import Experiments
import Optimizers
import Tensors
import Testing

/// What every optimizer of the catalogue keeps, whoever wrote it.
@Suite("Every optimizer")
struct CatalogContractTests {
  /// Each entry as it is, and with every variant that costs or keeps something else.
  static let components: [Component] = {
    let rate: [String: SettingValue] = ["learningRate": .number(0.01)]
    let plain = OptimizerCatalog.descriptions.map { entry in
      Component(entry.name, rate.filter { entry.defaults[$0.key] != nil })
    }
    let variants: [(String, [String: SettingValue])] = [
      ("momentum", ["momentum": .number(0.9)]), ("queries", ["queries": .integer(3)]),
      ("weightDecay", ["weightDecay": .number(0.1)]),
      ("directions", ["directions": .text("rademacher")]),
    ]
    return plain
      + plain.flatMap { component in
        variants.compactMap { name, settings in
          let entry = OptimizerCatalog.descriptions.first { $0.name == component.name }
          guard entry?.defaults[name] != nil else { return nil }
          return Component(component.name, component.settings.merging(settings) { _, new in new })
        }
      }
  }()

  @Test("is in the catalogue once")
  func distinctNames() {
    let names = OptimizerCatalog.all.map { $0.name }
    #expect(names.count >= 3)
    #expect(Set(names).count == names.count)
  }

  @Test("lowers the loss", arguments: components)
  func lowersLoss(component: Component) throws {
    let problem = try Parabola()
    let before = problem.loss
    try OptimizerCatalog.make(component).run(200, on: problem)
    #expect(problem.loss < 0.9 * before)
  }

  @Test("costs what it declares", arguments: components)
  func cost(component: Component) throws {
    let problem = try Parabola()
    let optimizer = try OptimizerCatalog.make(component)
    try optimizer.run(4, on: problem)
    #expect(problem.forwards == 4 * optimizer.cost.forwards)
    #expect(problem.backwards == 4 * optimizer.cost.backwards)
    #expect(optimizer.needsGradient == (optimizer.cost.backwards > 0))
  }

  @Test("keeps the state that it declares", arguments: components)
  func state(component: Component) throws {
    let problem = try Parabola()
    let optimizer = try OptimizerCatalog.make(component)
    let trainable: Set<Int> = [0, 2]
    let ledger = Ledger()
    let iterate = try Iterate(
      problem.weights, trainable: trainable, optimizer: optimizer, ledger: ledger)
    #expect(ledger.live[.optimizerState] == 4 * optimizer.slots * (12 + 3))
    #expect(
      ledger.live
        == Iterate.memory(problem.layout, trainable: trainable, optimizer: optimizer))
    withExtendedLifetime(iterate) {}
  }

  @Test("leaves frozen parameters alone, bit for bit", arguments: components)
  func frozen(component: Component) throws {
    let problem = try Parabola()
    let before = problem.values.map(\.bitPattern)
    try OptimizerCatalog.make(component).run(10, on: problem, trainable: [1])
    let after = problem.values.map(\.bitPattern)
    let bias = try #require(problem.layout["bias"])
    for slice in problem.layout.slices {
      let range = slice.offset..<slice.offset + slice.count
      #expect((before[range] == after[range]) == (slice.index != bias.index))
    }
  }

  @Test("does the same again from the same key", arguments: components)
  func deterministic(component: Component) throws {
    let (first, second) = (try Parabola(), try Parabola())
    let optimizer = try OptimizerCatalog.make(component)
    let one = try optimizer.run(10, on: first)
    #expect(try optimizer.run(10, on: second) == one)
    #expect(first.values.map(\.bitPattern) == second.values.map(\.bitPattern))
  }

  @Test("refuses settings out of range")
  func outOfRange() {
    let bad: [(String, String, SettingValue)] = [
      ("fo-sgd", "learningRate", .number(0)), ("fo-sgd", "momentum", .number(1)),
      ("fo-sgd", "momentum", .number(-0.1)), ("fo-sgd", "weightDecay", .number(-1)),
      ("fo-adam", "learningRate", .number(-1)), ("fo-adam", "beta1", .number(1)),
      ("fo-adam", "beta2", .number(-0.5)), ("fo-adam", "epsilon", .number(0)),
      ("fo-adam", "weightDecay", .number(-1)), ("zo-sgd", "learningRate", .number(0)),
      ("zo-sgd", "epsilon", .number(0)), ("zo-sgd", "queries", .integer(0)),
      ("zo-sgd", "queries", .integer(5000)), ("zo-sgd", "directions", .text("uniform")),
      ("zo-sgd", "weightDecay", .number(-1)),
    ]
    for (name, setting, value) in bad {
      do {
        _ = try OptimizerCatalog.make(Component(name, [setting: value]))
        Issue.record("\(name) took \(setting) = \(value)")
      } catch {
        guard case .outOfRange(setting, name, _, _) = error else {
          Issue.record("\(name), \(setting): \(error)")
          continue
        }
      }
    }
  }

  @Test("is found by its name only")
  func unknown() {
    #expect(
      throws: SettingsProblem.unknownComponent(
        name: "zo-sdg", axis: "optimizer", nearest: "zo-sgd")
    ) { _ = try OptimizerCatalog.make(Component("zo-sdg")) }
  }
}
