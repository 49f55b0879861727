import Optimizers
import Tensors
import Testing
import Vocabulary

/// What parts promise each other, and that schedules reach every one of them.
@Suite("Parts of an optimizer", .tags(.contract))
struct FitTests {
  /// Every entry with settings under which it goes down the parabola.
  private static func entries(_ more: [String: SettingValue]) -> [Component] {
    OptimizerCatalog.all.map { family in
      var own: [String: SettingValue] = ["learningRate": .number(0.01)]
      if family.description.defaults["epsilon"] != nil { own["epsilon"] = .number(0.01) }
      let settings = own.merging(CatalogContractTests.settings[family.name] ?? [:]) { _, new in new
      }
      return Component(family.name, settings.merging(more) { _, new in new })
    }
  }

  private static let falling = entries(["schedule": .text("linear")])
  private static let nearing =
    entries(["epsilonSchedule": .text("linear")]).filter { component in
      OptimizerCatalog.all.contains {
        $0.name == component.name && $0.listing.defaults["epsilonSchedule"] != nil
      }
    }

  /// The weights before and after the last of six steps, and whether those before moved them.
  private func lastStep(of optimizer: Optimizer) throws -> (
    moved: Bool, before: [Float], after: [Float]
  ) {
    let problem = try Parabola.suited(to: optimizer)
    let first = problem.values
    var run = try Run(optimizer, on: problem, horizon: 6)
    try run.step(5)
    let before = problem.values
    try run.step()
    return (bits(first) != bits(before), before, problem.values)
  }

  @Test("has no rate past the schedule: one that has fallen to 0 moves nothing", arguments: falling)
  func scheduledRate(component: Component) throws {
    let (moved, before, after) = try lastStep(of: OptimizerCatalog.make(component))
    #expect(moved)
    #expect(bits(before) == bits(after))
  }

  @Test("has no distance past the schedule", arguments: nearing)
  func scheduledDistance(component: Component) throws {
    let estimator = try #require(try OptimizerCatalog.make(component).source.estimator)
    let values = [1, 50, 100].map { estimator.epsilon.value(at: Moment(step: $0, horizon: 100)) }
    let (early, late) = (values[0] / values[1], values[1] / values[2])
    #expect(early > 1.5)
    #expect(late > 2)
  }

  @Test(
    "refuses a distance that changes where it probes at none",
    arguments: ["fo-sgd", "fo-adam", "forward-grad"])
  func unprobed(name: String) {
    let problem = #expect(throws: SettingsProblem.self) {
      try make(name, ["epsilonSchedule": .text("linear")])
    }
    #expect(problem?.setting == "epsilonSchedule")
  }

  @Test("has its rate scheduled also where a rule of its own has it")
  func ownRate() throws {
    let catalog = OptimizerCatalog.standard.adding(OwnRate.self)
    func make(_ settings: [String: SettingValue]) throws -> Optimizer {
      try catalog.make(Component(OwnRate.name, settings))
    }
    let (moved, before, after) = try lastStep(of: make(["schedule": .text("linear")]))
    #expect(moved)
    #expect(bits(before) == bits(after))
    let constant = try lastStep(of: make([:]))
    #expect(bits(constant.before) != bits(constant.after))
    let problem = #expect(throws: SettingsProblem.self) {
      try make(["learningRate": .text("auto")])
    }
    #expect(problem?.setting == "learningRate")
  }

  @Test(
    "refuses a rise of queries that it does not count",
    arguments: ["mezo-gv", "fo-sgd", "mezo-svrg"])
  func rise(name: String) {
    let problem = #expect(throws: SettingsProblem.self) {
      try make(name, ["queriesSchedule": .text("linear")])
    }
    #expect(problem?.setting == "queriesSchedule")
  }

  @Test("gives what it offers, and fits", arguments: CatalogContractTests.probing)
  func offers(component: Component) throws {
    let optimizer = try OptimizerCatalog.make(component)
    #expect(optimizer.misfit() == nil)
    let estimate = try estimate(optimizer)
    let offers = optimizer.offers
    if offers.contains(.deviation) { #expect(estimate.deviation != nil) }
    if offers.contains(.oneSlope) { #expect(estimate.terms?.count == 1) }
    if offers.contains(.curvature), let estimator = optimizer.source.estimator {
      var measuring = optimizer
      measuring.source = .probes(estimator.measuringCurvature(every: 1), along: Dense())
      #expect(try self.estimate(measuring).curvature != nil)
    }
    guard let recipe = optimizer.source.recipe else { return }
    let space = optimizer.space(Parabola.blocks, trainable: [1])
    let map = try recipe.make(space, ledger: Ledger()).map
    #expect((map != nil) == recipe.offers.contains(.coordinates))
  }

  private func estimate(_ optimizer: Optimizer) throws -> Estimate {
    var run = try Run(optimizer, on: try Parabola.suited(to: optimizer))
    return try run.estimate()
  }

  @Test("is refused with the parts that would do")
  func providers() {
    let cases: [([String: SettingValue], String)] = [
      (
        ["update": .list([.text("divide-by-deviation")])],
        "(estimators fzoo, leave-one-out, per-example, population)"
      ),
      (
        ["coordinates": .list([.text("adam")])],
        "(directions lozo, muon, subzero, tezo)"
      ),
      (
        ["estimator": .text("fzoo"), "directions": .text("mixture")],
        "(estimators greedy, kernel, scalar-sign, tangent, two-sided)"
      ),
    ]
    for (settings, names) in cases {
      let problem = #expect(throws: SettingsProblem.self) { try make("compose", settings) }
      #expect(problem?.description.hasSuffix(names) == true, "\(problem?.description ?? "")")
    }
  }

  @Test("says what it lacks when it is put together in Swift")
  func composed() {
    func misfit(_ source: Optimizer.Source, _ update: [any UpdateRule]) -> Need? {
      Optimizer(source, update: update).misfit()
    }
    let probes = Optimizer.Source.probes(TwoSided(epsilon: 1e-3, queries: 2), along: Dense())
    #expect(misfit(probes, [LearningRate(1)]) == nil)
    #expect(misfit(probes, [DivideByDeviation()])?.offers == [.deviation])
    #expect(misfit(probes, [RebuiltAdam()])?.setting == "update")
    #expect(misfit(.backpropagation, [ScalarRMS()])?.offers == [.slopes])
    let anchored = VarianceReduced(epsilon: 1e-3)
    #expect(misfit(.probes(anchored, along: Dense()), [])?.offers == [.anchor])
    #expect(misfit(.probes(LayerBandit(epsilon: 1e-3), along: Dense()), [])?.offers == [.parts])
  }
}

/// A family whose rate is in a rule that nobody else knows.
private enum OwnRate: OptimizerFamily {
  struct Hyperparameters: Settings {
    @Setting(.learningRate(0.01)) var learningRate: Float
    init() {}
  }

  struct Rule: UpdateRule {
    var rate: Scheduled

    func apply(_ chunk: UpdateChunk) {
      Kernels.scale(chunk.gradient, by: 2 * rate.value(at: chunk.facts.moment))
    }
  }

  static let name = "own-rate"
  static let summary = "a rate in a rule of its own"
  static let provenance = Provenance("none", .unconfirmed("a test"))

  static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(1e-2)), along: Dense()),
      update: [Rule(rate: schedules.rate(h.learningRate))])
  }
}
