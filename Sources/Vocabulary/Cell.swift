/// How one trial is run, apart from what is run: sizes of the samples, length, evaluation.
public struct RunSettings: Settings {
  /// Optimizer steps.
  public var steps = 1000
  /// Forward passes that a trial may cost, if they decide its steps; 0 leaves that to `steps`.
  ///
  /// A backward pass counts as two.
  public var forwards = 0
  /// Examples per step.
  public var batch = 16
  /// Evaluations on development data, evenly spaced; the last is at the last step.
  public var evaluations = 5
  /// Examples sampled for training, development and test; less when the data has less.
  public var train = 1000
  public var dev = 500
  public var test = 1000
  /// Tokens kept per sequence; longer ones lose tokens from the left.
  public var maxLength = 2048
  /// Seed of the data sample, shared by all seeds of a study (MeZO's `train_set_seed`).
  public var dataSeed = 0
  /// Storage format of the weights: `f32`, `bf16`, `f16`, `int8` or `int4`.
  public var weights = "f32"
  /// Tokens that a generated answer may have; at most half of `maxLength`.
  public var maxNewTokens = 50
  /// What training minimises: `loss`, the task's own, or one minus `accuracy` or `f1` of the batch,
  /// which has no gradient.
  public var objective = "loss"
  /// How candidates' scores are calibrated when predictions are made: `none`, `sfc` or `icl-sfc`.
  public var calibration = "none"
  /// What factors of dense products are rounded to: `f32`, or `bf16`, which oneDNN computes.
  public var compute = "f32"

  public init() {}

  /// The names that each setting with names may have.
  public static let choices = [
    "weights": ["f32", "bf16", "f16", "int8", "int4"], "compute": ["f32", "bf16"],
    "objective": ["loss", "accuracy", "f1"],
    "calibration": Calibration.allCases.map(\.rawValue),
  ]
}

extension RunSettings {
  /// Settings that an older version stored have the defaults where it did not know of them.
  public init(from decoder: any Decoder) throws {
    self.init()
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    steps = try keyed.decode(Int.self, forKey: .steps)
    forwards = try keyed.decodeIfPresent(Int.self, forKey: .forwards) ?? forwards
    batch = try keyed.decode(Int.self, forKey: .batch)
    evaluations = try keyed.decode(Int.self, forKey: .evaluations)
    train = try keyed.decode(Int.self, forKey: .train)
    dev = try keyed.decode(Int.self, forKey: .dev)
    test = try keyed.decode(Int.self, forKey: .test)
    maxLength = try keyed.decode(Int.self, forKey: .maxLength)
    dataSeed = try keyed.decode(Int.self, forKey: .dataSeed)
    weights = try keyed.decode(String.self, forKey: .weights)
    maxNewTokens = try keyed.decodeIfPresent(Int.self, forKey: .maxNewTokens) ?? maxNewTokens
    objective = try keyed.decodeIfPresent(String.self, forKey: .objective) ?? objective
    calibration = try keyed.decodeIfPresent(String.self, forKey: .calibration) ?? calibration
    compute = try keyed.decodeIfPresent(String.self, forKey: .compute) ?? compute
  }
}

/// Model × task × scheme × optimizer, with everything that decides its result except the seed.
public struct Cell: Hashable, Codable, Sendable {
  public var model: Component
  public var task: Component
  public var scheme: Component
  public var optimizer: Component
  public var run: RunSettings
  /// Optimizer settings searched inside the cell, each with its candidates; selected on dev only.
  public var tune: [String: [SettingValue]]

  public init(
    model: Component, task: Component, scheme: Component, optimizer: Component,
    run: RunSettings = RunSettings(), tune: [String: [SettingValue]] = [:]
  ) {
    self.model = model
    self.task = task
    self.scheme = scheme
    self.optimizer = optimizer
    self.run = run
    self.tune = tune
  }

  public subscript(axis: Axis) -> Component {
    switch axis {
    case .model: model
    case .task: task
    case .scheme: scheme
    case .optimizer: optimizer
    }
  }

  /// The hyper-parameter points that are tried: the product of `tune`, one empty point without it.
  public var points: [[String: SettingValue]] {
    tune.sorted { $0.key < $1.key }.reduce([[:]]) { points, axis in
      points.flatMap { point in
        axis.value.map { point.merging([axis.key: $0]) { _, new in new } }
      }
    }
  }

  /// The cell's name in lists: `tiny-opt / mini-sst2 / ft / zo-sgd(learningRate: 1e-06)`.
  public var name: String {
    Axis.allCases.map { self[$0].description }.joined(separator: " / ")
  }
}

/// A cell at one seed: the unit that is dispatched, stored and never run twice.
public struct SeededCell: Hashable, Codable, Sendable {
  public var cell: Cell
  public var seed: Int

  public init(_ cell: Cell, seed: Int) {
    self.cell = cell
    self.seed = seed
  }
}
