import Vocabulary

/// Where a composed optimizer's estimate comes from, and how it divides the parameters.
enum ComposedSource: Sendable {
  case probes(any Estimator, partition: ModuleLevel? = nil)
  case tangent, backpropagation

  var partition: ModuleLevel? {
    if case .probes(_, let partition) = self { return partition }
    return nil
  }

  var offers: Offers {
    switch self {
    case .probes(let estimator, _): estimator.offers.union(.ofProbes)
    case .tangent: .ofTangents
    case .backpropagation: []
    }
  }

  func source(along directions: any DirectionRecipe, _ schedules: Schedules) -> Optimizer.Source {
    switch self {
    case .probes(let estimator, _): schedules.probes(estimator, along: directions)
    case .tangent: .tangent(along: directions)
    case .backpropagation: .backpropagation
    }
  }
}

typealias EstimatorPart = Part<ComposedSource>

extension EstimatorPart {
  /// An estimator with settings of its own.
  init<S: Settings>(
    _ name: String, of settings: S.Type,
    _ build: @escaping @Sendable (S, Making) -> any Estimator
  ) {
    self.init(name, settings) { .probes(build($0, $1)) }
  }
}

/// Settings that several estimators have.
enum EstimatorSettings {
  struct Probing: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries()) var queries: Int
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
}
