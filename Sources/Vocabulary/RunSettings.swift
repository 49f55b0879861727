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

extension RunSettings: StoredSettings {
  /// What version 0.1 wrote of every run.
  package static let alwaysStored: Set = [
    "steps", "forwards", "batch", "evaluations", "train", "dev", "test", "maxLength", "dataSeed",
    "weights", "maxNewTokens", "objective", "calibration", "compute",
  ]
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
