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
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries()) var queries: Int
    init() {}
  }

  struct Alone: Settings {
    @Setting(.epsilon()) var epsilon: Float
    init() {}
  }

  struct Batch: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) var queries: Int
    init() {}
  }

  struct Candidates: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(4, .in(2...4096), "Directions that are probed.") var candidates: Int
    init() {}
  }

  struct Parts: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.block, "How fine the parts are.") var level: ModuleLevel
    @Setting(.order()) var order: PartByPart.Order
    init() {}
  }

  struct Growing: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.growth()) var alpha: Double
    @Setting(.growthPower()) var beta: Double
    @Setting(20, .count, "The most queries of a step.") var most: Int
    @Setting(
      0, .notNegative, "Of an epoch; 0 are those of a pass over the training examples.",
      unit: "steps")
    var epoch: Int
    init() {}
  }

  struct Arms: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.block, "How fine the parts are.") var level: ModuleLevel
    @Setting(.drawnShare()) var ratio: Double
    init() {}
  }

  struct Members: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries(30, atLeast: 2)) var queries: Int
    @Setting(.shaping(.standard)) var shaping: Shaping
    init() {}
  }

  private static func probing(
    _ name: String,
    _ build: @escaping @Sendable (Scheduled, Int, Scheduled) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Probing.self) { h in
      ComposedSource(estimator: { build(Scheduled(h.epsilon), h.queries, $0) })
    }
  }

  private static func batch(
    _ name: String, _ build: @escaping @Sendable (Scheduled, Int) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Batch.self) { h in
      ComposedSource(estimator: { _ in build(Scheduled(h.epsilon), h.queries) })
    }
  }

  private static func candidates(
    _ name: String, _ build: @escaping @Sendable (Scheduled, Int) -> any Estimator
  ) -> Part<ComposedSource> {
    Part(name, Candidates.self) { h in
      ComposedSource(estimator: { _ in build(Scheduled(h.epsilon), h.candidates) })
    }
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
    Part("population", Members.self) { h in
      ComposedSource(
        estimator: { _ in
          Population(epsilon: Scheduled(h.epsilon), queries: h.queries, shaping: h.shaping)
        })
    },
    candidates("greedy") { Greedy(epsilon: $0, candidates: $1) },
    candidates("guided") { Guided(epsilon: $0, candidates: $1) },
    Part("part-by-part", Parts.self) { h in
      ComposedSource(
        estimator: { PartByPart(epsilon: Scheduled(h.epsilon), rate: $0, order: h.order) },
        partition: h.level)
    },
    Part("bandit", Arms.self) { h in
      ComposedSource(
        estimator: { _ in LayerBandit(epsilon: Scheduled(h.epsilon), share: h.ratio) },
        partition: h.level)
    },
    Part("growing-queries", Growing.self) { h in
      ComposedSource(
        estimator: { _ in
          GrowingQueries(
            epsilon: Scheduled(h.epsilon), alpha: h.alpha, beta: h.beta, most: h.most,
            epoch: h.epoch == 0 ? nil : h.epoch)
        })
    },
    Part("per-example", Alone.self) { h in
      ComposedSource(estimator: { _ in GroupRelative(epsilon: Scheduled(h.epsilon)) })
    },
    Part("tangent") { ComposedSource(isTangent: true) },
    Part("backpropagation") { ComposedSource() },
  ]
}
