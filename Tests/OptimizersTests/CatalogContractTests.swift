import Foundation
import Optimizers
import Tensors
import Testing
import Vocabulary

/// What every optimizer of the catalog keeps, whoever wrote it.
@Suite("Every optimizer", .tags(.contract))
struct CatalogContractTests {
  /// Settings with which an entry goes down the parabola in 200 steps.
  static let settings: [String: [String: SettingValue]] = [
    "fo-sgd": ["learningRate": .number(0.05)],
    "zo-sgd-sign": ["learningRate": .number(0.005)],
    "zo-sgd-mmt": ["learningRate": .number(0.001)],
    "zo-adam": ["learningRate": .number(0.02)],
    // Without a correction of bias its first steps are 1 / √0.001 as long as the rate.
    "r-adazo": ["learningRate": .number(0.005)],
    "fzoo": ["learningRate": .number(0.05)],
    "mezo-gv": ["learningRate": .number(0.005)],
    "adalezo": ["learningRate": .number(0.002), "ratio": .number(0.5)],
    "subzero": ["rank": .integer(2), "refresh": .integer(10)],
    "subzero-plus": [
      "rank": .integer(2), "refresh": .integer(10), "queries": .integer(8),
      "learningRate": .number(0.02),
    ],
    "lozo": ["rank": .integer(1), "refresh": .integer(10)],
    "lozo-m": ["rank": .integer(1), "refresh": .integer(10)],
    "zo-muon": [
      "rank": .integer(2), "refresh": .integer(10), "vectorRate": .number(0.01),
      "learningRate": .number(0.02),
    ],
    "hizoo": ["smoothing": .number(1e-3)],
    "zo-adamu": ["learningRate": .number(0.005)],
    "meazo": ["learningRate": .number(0.05)],
    "adamezo": ["learningRate": .number(0.01)],
    "zo-fo-hybrid": ["upperLearningRate": .number(0.05)],
    "kerzoo": ["learningRate": .number(0.003)],
    "dominant-layer": ["block": .integer(1), "learningRate": .number(0.03)],
    "mezo-greedy": ["learningRate": .number(0.005)],
    "conmezo": ["warmUpBeta": .boolean(false)],
    "dizo": ["interval": .integer(20)],
    "agzo": ["learningRate": .number(0.005), "rank": .integer(2)],
    "aim-zo": ["learningRate": .number(0.02), "queries": .integer(5)],
    "zo-mopi": [
      "rank": .integer(2), "refresh": .integer(10), "vectorRate": .number(0.01),
      "learningRate": .number(0.02),
    ],
    "sparse-mezo": ["sparsity": .number(0.25)],
    "loren": ["learningRate": .number(0.002)],
    "helene": ["learningRate": .number(0.02), "lambda": .number(4)],
    "bszo": ["learningRate": .number(0.005), "deviation": .number(10)],
    "zo-tensor-scale": ["refresh": .integer(50)],
    "adazeta": ["learningRate": .number(0.005), "mostQueries": .integer(3)],
    "mezo-svrg": [
      "learningRate": .number(0.003), "interval": .integer(5), "anchorFactor": .number(1),
    ],
    "tezo": ["learningRate": .number(0.01), "rank": .integer(2)],
    "adafzoo": ["learningRate": .number(0.05), "ratio": .number(0.5)],
    "es": ["learningRate": .number(0.02)],
    "dpzero": ["noise": .number(0.01)],
    "eggroll": ["learningRate": .number(3), "members": .integer(4)],
    "jaguar": ["epsilon": .number(0.1), "learningRate": .number(0.1)],
    "curvzo": ["learningRate": .number(0.003)],
    "quzo": ["learningRate": .number(0.005)],
    // Scales are multiplied by integers up to 127, whose squares are in the curvature.
    "qzo": ["learningRate": .number(3e-6)],
  ]

  /// Scale networks for the parabola's parameters; the system clears its temporary files.
  private static let networksFile: String = {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("zobench-test-networks-\(UUID()).safetensors")
    try? ScaleNetworkTests.networks().write(to: url)
    return url.path
  }()

  /// Each entry as it is, and with every variant that its declarations offer.
  static let components = entries + PartContractTests.components

  private static let entries: [Component] = OptimizerCatalog.descriptions.flatMap { entry in
    let common: [String: SettingValue] = ["epsilon": .number(0.01)]
    var own = entry.name.hasPrefix("fo-") ? [:] : common.filter { entry.defaults[$0.key] != nil }
    own["learningRate"] = .number(0.01)
    own.merge(settings[entry.name] ?? [:]) { _, new in new }
    let plain = Component(entry.name, own)
    return [plain]
      + entry.declarations.flatMap { declaration in
        variants(of: declaration, in: entry.name).map {
          Component(entry.name, own.merging([declaration.name: $0]) { _, new in new })
        }
      }
  }

  /// The other values of an enumeration or a flag, and a number where the default is none.
  static func variants(
    of setting: SettingDeclaration, in entry: String
  ) -> [SettingValue] {
    if let values = chosen["\(entry).\(setting.name)"] ?? chosen[setting.name] { return values }
    switch setting.initial {
    case .boolean(let value): return [.boolean(!value)]
    case .text: return setting.range.choices.map(SettingValue.text).filter { $0 != setting.initial }
    case .number(0): return [.number(setting.range.upper == nil ? 0.1 : 0.5)]
    case .integer(1): return [.integer(3)]
    case .integer, .number, .list, .map: return []
    }
  }

  /// Values of settings that do not speak for themselves, by name or by entry and name.
  private static let chosen: [String: [SettingValue]] = [
    "clip": [.number(1)], "networks": [.text(networksFile)], "table": [],
    // Clipped so short, or with such a rate, the steps of these would need another one.
    "qzo.clip": [], "adamezo.upstream": [], "fzoo.form": [],
    // The settings above choose it; rows are Wanda's.
    "bszo.deviation": [], "zo-sgd-sparse.group": [.text("global")],
    // What every optimizer has is the same in each: one way is enough for all but one.
    "schedule": [.text("linear")], "floor": [], "epsilonSchedule": [], "queriesSchedule": [],
    "zo-sgd.epsilonSchedule": [.text("linear"), .text("cosine")],
    "zo-sgd.queriesSchedule": [.text("linear"), .text("cosine")],
  ]

  /// Those that read losses at displaced weights, and those that read a slope along a direction.
  static let probing = components.filter { uses($0, \.needsProbes) }
  static let directed = components.filter { uses($0, \.needsProbes) || uses($0, \.needsTangent) }

  /// An entry that cannot be made counts as one that does: its test says why.
  private static func uses(_ component: Component, _ what: KeyPath<Optimizer, Bool>) -> Bool {
    (try? OptimizerCatalog.make(component))?[keyPath: what] ?? true
  }

  @Test("is in the catalog once, with a paper and a summary")
  func distinctNames() {
    let names = OptimizerCatalog.all.map { $0.name }
    #expect(names.count >= 30)
    #expect(Set(names).count == names.count)
    for family in OptimizerCatalog.all {
      #expect(!family.provenance.paper.isEmpty && !family.summary.isEmpty && !family.state.isEmpty)
    }
  }

  @Test("lowers the loss", arguments: components)
  func lowersLoss(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    let before = problem.loss
    try optimizer.run(200, on: problem)
    #expect(problem.loss < 0.97 * before)
  }

  @Test("costs what it declares", arguments: components)
  func cost(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    problem.data = DataPass(examples: 50, batch: 16)
    try optimizer.run(41, on: problem)
    let declared = optimizer.cost(
      over: 41, problem.layout, trainable: problem.everything, data: problem.data)
    #expect(problem.forwards == declared.forwards)
    #expect(problem.backwards == declared.backwards)
    #expect(optimizer.needsGradient == (declared.backwards > 0))
  }

  @Test("keeps the bytes that it declares", arguments: components)
  func state(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    for trainable in [problem.everything, [0, 2, 4]] {
      var run = try Run(optimizer, on: problem, trainable: trainable)
      let declared = Iterate.memory(problem.layout, trainable: trainable, optimizer: optimizer)
      #expect(run.ledger.live == declared)
      try run.step(3)
      #expect(run.ledger.live == declared)
      #expect(run.ledger.profile.peakBytes == declared.total)
    }
  }

  @Test("leaves frozen parameters alone, bit for bit", arguments: components)
  func frozen(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    let before = bits(problem.values)
    let trainable: Set<Int> = [0, 4, 5]
    try optimizer.run(12, on: problem, trainable: trainable)
    let after = bits(problem.values)
    #expect(before != after)
    for slice in problem.layout.slices where !trainable.contains(slice.index) {
      #expect(before[problem.range(slice)] == after[problem.range(slice)])
    }
  }

  @Test("does the same again from the same key", arguments: components)
  func deterministic(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let (first, second) = (
      try Parabola.suited(to: optimizer), try Parabola.suited(to: optimizer)
    )
    Parallel.setThreads(1)
    let one = try optimizer.run(25, on: first)
    Parallel.setThreads(2)
    #expect(try optimizer.run(25, on: second) == one)
    Parallel.setThreads(1)
    #expect(bits(first.values) == bits(second.values))
  }

  /// What the executor's panels and the update's chunks rely on.
  @Test("has the same directions in whatever pieces they are read", arguments: directed)
  func pieces(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    var run = try Run(optimizer, on: problem)
    try run.step(12)
    try run.estimate()
    let key = run.key(12).folding(0)
    let together = try problem.direction(key)
    for size in [1, 2, 5] {
      #expect(bits(try problem.direction(key, pieces: size)) == bits(together))
    }
  }

  @Test("stops at a loss that is not finite", arguments: probing)
  func divergence(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    let problem = try Parabola.suited(to: optimizer)
    problem.shift = .infinity
    #expect(throws: Divergence.self) { try optimizer.run(1, on: problem) }
  }

  @Test("is found by its name only")
  func unknown() {
    #expect(
      throws: SettingsProblem.unknownComponent(
        name: "zo-sdg", axis: "optimizer", nearest: "zo-sgd")
    ) { _ = try OptimizerCatalog.make(Component("zo-sdg")) }
  }
}
