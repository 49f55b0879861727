import Vocabulary

/// Where a composed optimizer's estimate comes from, and how it divides the parameters.
struct ComposedSource: Sendable {
  /// The estimator for a learning rate; nil is the backward pass or a tangent.
  var estimator: (@Sendable (Scheduled) -> any Estimator)?
  var isTangent = false
  var partition: ModuleLevel?

  func source(along directions: any DirectionRecipe, rate: Scheduled) -> Optimizer.Source {
    if let estimator { return .probes(estimator(rate), along: directions) }
    return isTangent ? .tangent(along: directions) : .backpropagation
  }
}

/// The estimators that a grid may name.
enum EstimatorParts {
  struct Probing: Settings {
    var epsilon: Float = 1e-3
    var queries = 1
    init() {}
  }

  struct Alone: Settings {
    var epsilon: Float = 1e-3
    init() {}
  }

  struct Batch: Settings {
    var epsilon: Float = 1e-3
    var queries = 8
    init() {}
  }

  struct Candidates: Settings {
    var epsilon: Float = 1e-3
    var candidates = 4
    init() {}
  }

  struct Parts: Settings {
    var epsilon: Float = 1e-3
    /// `block`, `mlp-attn`, `linear`.
    var level = "block"
    /// `gauss-seidel` or `jacobi`.
    var order = "gauss-seidel"
    init() {}
  }

  struct Growing: Settings {
    var epsilon: Float = 1e-3
    var alpha = 0.85
    var beta = 0.45
    var most = 20
    /// Steps of an epoch; 0 are those of a pass over the training examples.
    var epoch = 0
    init() {}
  }

  struct Arms: Settings {
    var epsilon: Float = 1e-3
    var level = "block"
    var ratio = 0.1
    init() {}
  }

  struct Members: Settings {
    var epsilon: Float = 1e-3
    var queries = 30
    /// `standard`, `rank` or `stabilized`.
    var shaping = "standard"
    init() {}
  }

  private static func probing(
    _ name: String,
    _ build: @escaping @Sendable (Scheduled, Int, Scheduled) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Probing.self) { (h: Probing) throws(SettingsProblem) in
      try check(h.epsilon, h.queries, name)
      return ComposedSource(estimator: { build(Scheduled(h.epsilon), h.queries, $0) })
    }
  }

  private static func batch(
    _ name: String, _ build: @escaping @Sendable (Scheduled, Int) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Batch.self) { (h: Batch) throws(SettingsProblem) in
      try check(h.epsilon, h.queries, name)
      try requirePart(h.queries > 1, "queries", h.queries, of: name, "at least 2")
      return ComposedSource(estimator: { _ in build(Scheduled(h.epsilon), h.queries) })
    }
  }

  private static func candidates(
    _ name: String, _ build: @escaping @Sendable (Scheduled, Int) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Candidates.self) { (h: Candidates) throws(SettingsProblem) in
      try check(h.epsilon, h.candidates, name)
      try requirePart(h.candidates > 1, "candidates", h.candidates, of: name, "at least 2")
      return ComposedSource(estimator: { _ in build(Scheduled(h.epsilon), h.candidates) })
    }
  }

  private static func check(
    _ epsilon: Float, _ queries: Int, _ name: String
  ) throws(SettingsProblem) {
    try requirePart(
      epsilon > 0 && epsilon.isFinite, "epsilon", epsilon, of: name, "finite and above 0")
    try requirePart(
      (1...4096).contains(queries), "queries", queries, of: name, "in 1 ... 4096")
  }

  private static func level(
    _ text: String, _ name: String
  ) throws(SettingsProblem) -> ModuleLevel {
    guard let level = ModuleLevel(rawValue: text) else {
      throw .outOfRange(
        setting: "level", component: "compose, \(name)", found: text,
        wanted: "block, mlp-attn, linear or tensor")
    }
    return level
  }

  static let all: [Part<ComposedSource>] = [
    probing("two-sided") { epsilon, queries, _ in TwoSided(epsilon: epsilon, queries: queries) },
    probing("one-sided") { epsilon, queries, _ in OneSided(epsilon: epsilon, queries: queries) },
    probing("scalar-sign") { epsilon, queries, _ in
      ScalarSign(TwoSided(epsilon: epsilon, queries: queries))
    },
    probing("kernel") { epsilon, queries, _ in
      KernelWeighted(epsilon: epsilon, queries: queries)
    },
    probing("conservative") { epsilon, queries, rate in
      Conservative(epsilon: epsilon, queries: queries, rate: rate)
    },
    batch("fzoo") { epsilon, queries in
      OneSided(epsilon: epsilon, queries: queries, form: .differences)
    },
    batch("leave-one-out") { LeaveOneOut(epsilon: $0, queries: $1) },
    Part("population", Members.self) { (h: Members) throws(SettingsProblem) in
      try check(h.epsilon, h.queries, "population")
      try requirePart(h.queries > 1, "queries", h.queries, of: "population", "at least 2")
      guard let shaping = Shaping(rawValue: h.shaping) else {
        throw .outOfRange(
          setting: "shaping", component: "compose, population", found: h.shaping,
          wanted: "standard, rank or stabilized")
      }
      return ComposedSource(
        estimator: { _ in
          Population(epsilon: Scheduled(h.epsilon), queries: h.queries, shaping: shaping)
        })
    },
    candidates("greedy") { Greedy(epsilon: $0, candidates: $1) },
    candidates("guided") { Guided(epsilon: $0, candidates: $1) },
    Part("part-by-part", Parts.self) { (h: Parts) throws(SettingsProblem) in
      try check(h.epsilon, 1, "part-by-part")
      guard let order = PartByPart.Order(rawValue: h.order) else {
        throw .outOfRange(
          setting: "order", component: "compose, part-by-part", found: h.order,
          wanted: "gauss-seidel or jacobi")
      }
      return ComposedSource(
        estimator: { PartByPart(epsilon: Scheduled(h.epsilon), rate: $0, order: order) },
        partition: try level(h.level, "part-by-part"))
    },
    Part("bandit", Arms.self) { (h: Arms) throws(SettingsProblem) in
      try check(h.epsilon, 1, "bandit")
      try requirePart(
        h.ratio > 0 && h.ratio <= 1, "ratio", h.ratio, of: "bandit", "above 0, at most 1")
      return ComposedSource(
        estimator: { _ in LayerBandit(epsilon: Scheduled(h.epsilon), share: h.ratio) },
        partition: try level(h.level, "bandit"))
    },
    Part("growing-queries", Growing.self) { (h: Growing) throws(SettingsProblem) in
      try check(h.epsilon, h.most, "growing-queries")
      try requirePart(h.epoch >= 0, "epoch", h.epoch, of: "growing-queries", "at least 0")
      for (name, value) in [("alpha", h.alpha), ("beta", h.beta)] {
        try requirePart(
          value >= 0 && value.isFinite, name, value, of: "growing-queries", "at least 0")
      }
      return ComposedSource(
        estimator: { _ in
          GrowingQueries(
            epsilon: Scheduled(h.epsilon), alpha: h.alpha, beta: h.beta, most: h.most,
            epoch: h.epoch == 0 ? nil : h.epoch)
        })
    },
    Part("per-example", Alone.self) { (h: Alone) throws(SettingsProblem) in
      try check(h.epsilon, 1, "per-example")
      return ComposedSource(
        estimator: { _ in GroupRelative(epsilon: Scheduled(h.epsilon)) })
    },
    Part("tangent") { ComposedSource(isTangent: true) },
    Part("backpropagation") { ComposedSource() },
  ]
}
