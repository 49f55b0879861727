/// How one trial is run, apart from what is run: sizes of the samples, length, evaluation.
package struct RunSettings: Settings {
  @Setting(1000, .atLeast(1), "Of the optimizer.", unit: "steps") package var steps: Int
  @Setting(
    0, .notNegative,
    "That a trial may cost, if they decide its steps, a backward pass being two; 0 leaves that to "
      + "`steps`.", unit: "forward passes")
  package var forwards: Int
  @Setting(
    .none, .amounts(Budget.names),
    "What a trial may cost beside its passes: `flops` decide its steps, `seconds` of the clock end "
      + "it, which nobody can repeat.")
  package var budget: Budget
  @Setting(16, .atLeast(1), "Of one step.", unit: "examples") package var batch: Int
  @Setting(5, .atLeast(1), "On development data, evenly spaced; the last is at the last step.")
  package var evaluations: Int
  @Setting(
    1000, .atLeast(1), "Sampled for training; less when the data has less.", unit: "examples")
  package var train: Int
  @Setting(
    500, .atLeast(1), "By which hyper-parameters and checkpoints are chosen.", unit: "examples")
  package var dev: Int
  @Setting(1000, .atLeast(1), "That results are reported on.", unit: "examples")
  package var test: Int
  @Setting(
    2048, .atLeast(1), "Kept of a sequence; longer ones lose tokens from the left.",
    unit: "tokens")
  package var maxLength: Int
  @Setting(
    0, .notNegative,
    "Of the data sample, shared by all seeds of a study (MeZO's `train_set_seed`).", unit: "seed")
  package var dataSeed: Int
  @Setting(.f32, "The storage format of the weights.") package var weights: StorageFormat
  @Setting(
    50, .in(1...1 << 20), "That a generated answer may have; at most half of `maxLength`.",
    unit: "tokens")
  package var maxNewTokens: Int
  @Setting(
    .loss,
    "What is minimized: the task's own loss, or one minus a score of the batch, which has no "
      + "gradient.")
  package var objective: Goal
  @Setting(
    .none, "How candidates' scores are calibrated when predictions are made.")
  package var calibration: Calibration
  @Setting(
    .f32,
    "What factors of dense products are rounded to; `bf16` is computed by oneDNN.")
  package var compute: Compute
  @Setting(
    0, .notNegative.or("auto"),
    "Of a batch at once, the others after them; `auto`, which is 0, are all that the memory "
      + "budget has room for.", unit: "examples")
  package var microBatch: Int
  @Setting(
    0, .in(0...4096).or("auto"),
    "Evaluated at once, at most as many as the optimizer asks for together; `auto`, which is 0, "
      + "are all that the memory budget has room for.", unit: "probes")
  package var lanes: Int
  @Setting(
    0, .notNegative.or("auto"),
    "Evaluated together; `auto`, which is 0, are 32, or what the memory budget has room for.",
    unit: "examples")
  package var evaluationBatch: Int
  /// What `auto` is where memory allows it.
  package static let usualEvaluationBatch = 32
  /// Examples that are evaluated together.
  package var examplesOfEvaluation: Int {
    evaluationBatch > 0 ? evaluationBatch : Self.usualEvaluationBatch
  }
  @Setting(
    false,
    "Whether a backward pass computes activations again that a forward pass would keep for it.")
  package var checkpointing: Bool
  @Setting(
    false,
    "Whether frozen matrices are read from the checkpoint's file at every use and leave memory "
      + "behind it; the memory budget may ask for it, too.")
  package var streaming: Bool
  @Setting(
    .score, "What of the development data chooses hyper-parameters and checkpoints.")
  package var selectBy: Criterion
  @Setting(
    [], .any,
    "At which hyper-parameters are searched and nothing is tested; without any, every seed has a "
      + "search of its own.", unit: "seeds")
  package var tuneSeeds: [Int]
  @Setting(
    [], .any,
    "Within the run at which the best weights so far are tested as well: passes where `forwards` "
      + "is given, else steps; ascending.", unit: "passes or steps")
  package var readOut: [Int]
  @Setting(
    0, .in(0...1 << 20),
    "Of other directions with the same batches: what a method differs from itself by.",
    unit: "draw")
  package var keys: Int
  @Setting(
    [], .any,
    "On whose development examples the first and the best weights are scored as well: what "
      + "training on one task does to others.", unit: "tasks")
  package var alsoScore: [String]

  package init() {}
}

extension RunSettings {
  private enum CodingKeys: String, CodingKey {
    case steps, forwards, budget, batch, evaluations, train, dev, test, maxLength, dataSeed, weights
    case maxNewTokens, objective, calibration, compute, microBatch, lanes, evaluationBatch
    case checkpointing, streaming, selectBy, tuneSeeds, readOut, keys, alsoScore
  }

  /// Settings that an older version stored have the defaults where it did not know of them.
  package init(from decoder: any Decoder) throws {
    self.init()
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    func optional<Value: Decodable>(_ key: CodingKeys, _ initial: Value) throws -> Value {
      try keyed.decodeIfPresent(Value.self, forKey: key) ?? initial
    }
    steps = try keyed.decode(Int.self, forKey: .steps)
    forwards = try optional(.forwards, forwards)
    budget = try optional(.budget, budget)
    batch = try keyed.decode(Int.self, forKey: .batch)
    evaluations = try keyed.decode(Int.self, forKey: .evaluations)
    train = try keyed.decode(Int.self, forKey: .train)
    dev = try keyed.decode(Int.self, forKey: .dev)
    test = try keyed.decode(Int.self, forKey: .test)
    maxLength = try keyed.decode(Int.self, forKey: .maxLength)
    dataSeed = try keyed.decode(Int.self, forKey: .dataSeed)
    weights = try keyed.decode(StorageFormat.self, forKey: .weights)
    maxNewTokens = try optional(.maxNewTokens, maxNewTokens)
    objective = try optional(.objective, objective)
    calibration = try optional(.calibration, calibration)
    compute = try optional(.compute, compute)
    microBatch = try optional(.microBatch, microBatch)
    lanes = try optional(.lanes, lanes)
    evaluationBatch = try optional(.evaluationBatch, evaluationBatch)
    checkpointing = try optional(.checkpointing, checkpointing)
    streaming = try optional(.streaming, streaming)
    selectBy = try optional(.selectBy, selectBy)
    tuneSeeds = try optional(.tuneSeeds, tuneSeeds)
    readOut = try optional(.readOut, readOut)
    keys = try optional(.keys, keys)
    alsoScore = try optional(.alsoScore, alsoScore)
  }

  /// What came after version 0.1 is written only where it says something: what was stored before
  /// there was a choice keeps its identity.
  package func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(_steps, forKey: .steps)
    try keyed.encode(_forwards, forKey: .forwards)
    let isCollected = encoder is SettingCollector
    func isWritten(_ isChosen: Bool) -> Bool { isChosen || isCollected }
    if isWritten(budget != .none) { try keyed.encode(_budget, forKey: .budget) }
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
    if isWritten(microBatch > 0) { try keyed.encode(_microBatch, forKey: .microBatch) }
    if isWritten(lanes > 0) { try keyed.encode(_lanes, forKey: .lanes) }
    if isWritten(evaluationBatch > 0) {
      try keyed.encode(_evaluationBatch, forKey: .evaluationBatch)
    }
    if isWritten(checkpointing) { try keyed.encode(_checkpointing, forKey: .checkpointing) }
    if isWritten(streaming) { try keyed.encode(_streaming, forKey: .streaming) }
    if isWritten(selectBy != .score) { try keyed.encode(_selectBy, forKey: .selectBy) }
    if isWritten(!tuneSeeds.isEmpty) { try keyed.encode(_tuneSeeds, forKey: .tuneSeeds) }
    if isWritten(!readOut.isEmpty) { try keyed.encode(_readOut, forKey: .readOut) }
    if isWritten(keys != 0) { try keyed.encode(_keys, forKey: .keys) }
    if isWritten(!alsoScore.isEmpty) { try keyed.encode(_alsoScore, forKey: .alsoScore) }
  }
}

/// How a weight is stored; arithmetic on it is always in 32-bit floating point.
public enum StorageFormat: String, SettingChoice {
  case f32, bf16, f16
  /// Integers with scales, for matrices and embeddings; the other parameters are f32.
  case int8, int4

  /// The formats of floats, which a checkpoint may have.
  package static let floats: [StorageFormat] = [.f32, .bf16, .f16]
}

/// What the factors of a model's dense products are rounded to; sums are of f32 in every case.
package enum Compute: String, SettingChoice {
  /// The program's own kernels, factors as they are.
  case f32
  /// oneDNN, which is loaded when it is first asked for; factors have 8 significant bits.
  case bf16
}
