/// How one trial is run, apart from what is run: sizes of the samples, length, evaluation.
public struct RunSettings: Settings {
  @Setting(1000, .atLeast(1), "Of the optimizer.", unit: "steps") public var steps: Int
  @Setting(
    0, .notNegative,
    "That a trial may cost, if they decide its steps, a backward pass being two; 0 leaves that to "
      + "`steps`.", unit: "forward passes")
  public var forwards: Int
  @Setting(16, .atLeast(1), "Of one step.", unit: "examples") public var batch: Int
  @Setting(5, .atLeast(1), "On development data, evenly spaced; the last is at the last step.")
  public var evaluations: Int
  @Setting(
    1000, .atLeast(1), "Sampled for training; less when the data has less.", unit: "examples")
  public var train: Int
  @Setting(
    500, .atLeast(1), "By which hyper-parameters and checkpoints are chosen.", unit: "examples")
  public var dev: Int
  @Setting(1000, .atLeast(1), "That results are reported on.", unit: "examples")
  public var test: Int
  @Setting(
    2048, .atLeast(1), "Kept of a sequence; longer ones lose tokens from the left.",
    unit: "tokens")
  public var maxLength: Int
  @Setting(
    0, .notNegative,
    "Of the data sample, shared by all seeds of a study (MeZO's `train_set_seed`).", unit: "seed")
  public var dataSeed: Int
  @Setting(
    "f32", .names("f32", "bf16", "f16", "int8", "int4"), "The storage format of the weights.")
  public var weights: String
  @Setting(
    50, .in(1...1 << 20), "That a generated answer may have; at most half of `maxLength`.",
    unit: "tokens")
  public var maxNewTokens: Int
  @Setting(
    "loss", .names("loss", "accuracy", "f1"),
    "What is minimized: the task's own loss, or one minus a score of the batch, which has no "
      + "gradient.")
  public var objective: String
  @Setting(
    .none, "How candidates' scores are calibrated when predictions are made.")
  public var calibration: Calibration
  @Setting(
    "f32", .names("f32", "bf16"),
    "What factors of dense products are rounded to; `bf16` is computed by oneDNN.")
  public var compute: String

  @Setting(
    .score, "What of the development data chooses hyper-parameters and checkpoints.")
  public var selectBy: Criterion
  @Setting(
    [], .any,
    "Seeds that hyper-parameters are searched at and that nothing is tested at; without any, every "
      + "seed has a search of its own.", unit: "seeds")
  public var tuneSeeds: [Int]
  @Setting(
    [], .any,
    "Budgets within the run at which the best weights so far are tested as well, in passes where "
      + "`forwards` is given, else in steps; ascending.", unit: "passes or steps")
  public var readOut: [Int]
  @Setting(
    0, .in(0...1 << 20),
    "Other directions with the same batches: what a method differs from itself by.", unit: "draw")
  public var keys: Int

  public init() {}
}

extension RunSettings {
  private enum CodingKeys: String, CodingKey {
    case steps, forwards, batch, evaluations, train, dev, test, maxLength, dataSeed, weights
    case maxNewTokens, objective, calibration, compute, selectBy, tuneSeeds, readOut, keys
  }

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
    calibration = try keyed.decodeIfPresent(Calibration.self, forKey: .calibration) ?? calibration
    compute = try keyed.decodeIfPresent(String.self, forKey: .compute) ?? compute
    selectBy = try keyed.decodeIfPresent(Criterion.self, forKey: .selectBy) ?? selectBy
    tuneSeeds = try keyed.decodeIfPresent([Int].self, forKey: .tuneSeeds) ?? tuneSeeds
    readOut = try keyed.decodeIfPresent([Int].self, forKey: .readOut) ?? readOut
    keys = try keyed.decodeIfPresent(Int.self, forKey: .keys) ?? keys
  }

  /// What came after version 0.1 is written only where it says something, so that the identities of
  /// runs without it stay what they are; whoever collects settings sees them all.
  public func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(_steps, forKey: .steps)
    try keyed.encode(_forwards, forKey: .forwards)
    try keyed.encode(_batch, forKey: .batch)
    try keyed.encode(_evaluations, forKey: .evaluations)
    try keyed.encode(_train, forKey: .train)
    try keyed.encode(_dev, forKey: .dev)
    try keyed.encode(_test, forKey: .test)
    try keyed.encode(_maxLength, forKey: .maxLength)
    try keyed.encode(_dataSeed, forKey: .dataSeed)
    try keyed.encode(_weights, forKey: .weights)
    try keyed.encode(_maxNewTokens, forKey: .maxNewTokens)
    try keyed.encode(_objective, forKey: .objective)
    try keyed.encode(_calibration, forKey: .calibration)
    try keyed.encode(_compute, forKey: .compute)
    let all = encoder.wantsAllSettings
    if all || selectBy != .score { try keyed.encode(_selectBy, forKey: .selectBy) }
    if all || !tuneSeeds.isEmpty { try keyed.encode(_tuneSeeds, forKey: .tuneSeeds) }
    if all || !readOut.isEmpty { try keyed.encode(_readOut, forKey: .readOut) }
    if all || keys != 0 { try keyed.encode(_keys, forKey: .keys) }
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
  /// How many values more a searched setting may get while the best is at an edge; nil is none.
  public var extend: [String: Int]?
  /// Settings searched one after the other at the best of `tune`; nil is none.
  public var then: [String: [SettingValue]]?

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

  /// Whether there is anything to search.
  public var isSearched: Bool { !tune.isEmpty || !(then ?? [:]).isEmpty }

  /// Seeds that its hyper-parameters are searched at and that it is not tested at.
  public var searchSeeds: [Int] { isSearched ? run.tuneSeeds : [] }

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

  /// Whether the run is a search for the cell's other seeds, which tests nothing.
  public var isSearch: Bool { cell.searchSeeds.contains(seed) }
}
