/// What a step costs, or what a run spent, in passes over a batch.
public struct StepCost: Hashable, Codable, Sendable {
  public var forwards: Int
  public var backwards: Int

  public init(forwards: Int = 0, backwards: Int = 0) {
    self.forwards = forwards
    self.backwards = backwards
  }

  /// In forward passes: a backward pass costs about two.
  public var passes: Int { forwards + 2 * backwards }

  public static func + (a: StepCost, b: StepCost) -> StepCost {
    StepCost(forwards: a.forwards + b.forwards, backwards: a.backwards + b.backwards)
  }

  public static func * (cost: StepCost, count: Int) -> StepCost {
    StepCost(forwards: cost.forwards * count, backwards: cost.backwards * count)
  }
}

/// Wall seconds by phase, from a monotonic clock; evaluation and storage are not training.
public struct PhaseSeconds: Hashable, Codable, Sendable {
  /// Making batches.
  public var data = 0.0
  /// Forward (and backward) passes of training steps.
  public var passes = 0.0
  /// Writing the weights.
  public var update = 0.0
  /// Evaluations on dev and test.
  public var evaluation = 0.0
  /// Loading the model and preparing.
  public var setUp = 0.0

  public init() {}

  /// Seconds spent in training steps.
  public var training: Double { data + passes + update }
  public var total: Double { training + evaluation + setUp }
}

/// One evaluation on development data during a trial.
public struct DevPoint: Hashable, Codable, Sendable {
  public var step: Int
  public var score: Double
  /// Mean loss over the development examples; nil when it was not finite.
  public var loss: Double?

  public init(step: Int, score: Double, loss: Double?) {
    self.step = step
    self.score = score
    self.loss = loss
  }
}

/// Bytes forecast before and measured during a phase.
public struct MemoryComparison: Hashable, Codable, Sendable {
  public var forecast: MemoryProfile
  public var measured: MemoryProfile

  public init(forecast: MemoryProfile, measured: MemoryProfile) {
    self.forecast = forecast
    self.measured = measured
  }
}

/// One trial: a cell at one hyper-parameter point and one seed, selected on dev.
public struct TrialResult: Hashable, Codable, Sendable {
  /// The tuned settings of this trial; empty without `tune`.
  public var point: [String: SettingValue]
  public var outcome: Outcome
  public var stepsDone: Int
  /// The training loss of every step, in order.
  public var curve: [Float]
  public var dev: [DevPoint]
  public var spent: StepCost
  /// Tokens that went through training forward passes, each pass counted.
  public var tokens: Int
  public var seconds: PhaseSeconds
  public var training: MemoryComparison
  public var evaluation: MemoryComparison
  /// Peak resident size of the process so far, beside the ledger and never mixed in.
  public var peakResidentBytes: Int
  /// What makes the trial's numbers mean less than they seem to.
  public var findings: [HealthFinding]
  /// SHA-256 of the trained parameters after the last step; nil where training did not complete.
  public var weightsDigest: ContentDigest?

  public init(
    point: [String: SettingValue], outcome: Outcome, stepsDone: Int, curve: [Float],
    dev: [DevPoint], spent: StepCost, tokens: Int, seconds: PhaseSeconds,
    training: MemoryComparison, evaluation: MemoryComparison, peakResidentBytes: Int,
    findings: [HealthFinding] = [], weightsDigest: ContentDigest? = nil
  ) {
    self.point = point
    self.outcome = outcome
    self.stepsDone = stepsDone
    self.curve = curve
    self.dev = dev
    self.spent = spent
    self.tokens = tokens
    self.seconds = seconds
    self.training = training
    self.evaluation = evaluation
    self.peakResidentBytes = peakResidentBytes
    self.findings = findings
    self.weightsDigest = weightsDigest
  }

  /// The best development point; its weights are the trial's checkpoint.
  public var best: DevPoint? {
    dev.max { ($0.score, -($0.loss ?? .infinity)) < ($1.score, -($1.loss ?? .infinity)) }
  }
}

/// What the single evaluation on test data gave.
public struct TestResult: Hashable, Codable, Sendable {
  public var metrics: [String: Double]
  public var examples: Int
  /// For each test example, in order, whether the prediction was right.
  public var correct: [Bool]

  public init(metrics: [String: Double], examples: Int, correct: [Bool]) {
    self.metrics = metrics
    self.examples = examples
    self.correct = correct
  }
}

/// A finished cell at one seed: all its trials, and the test score of the chosen one.
public struct RunResult: Hashable, Codable, Sendable {
  public var identity: Identity
  public var cell: SeededCell
  public var outcome: Outcome
  public var trials: [TrialResult]
  /// Index of the trial chosen on development data.
  public var chosen: Int?
  public var test: TestResult?
  /// Numbers of parameters, trained and in all.
  public var trainableParameters: Int
  public var parameters: Int

  public init(
    identity: Identity, cell: SeededCell, outcome: Outcome, trials: [TrialResult], chosen: Int?,
    test: TestResult?, trainableParameters: Int, parameters: Int
  ) {
    self.identity = identity
    self.cell = cell
    self.outcome = outcome
    self.trials = trials
    self.chosen = chosen
    self.test = test
    self.trainableParameters = trainableParameters
    self.parameters = parameters
  }
}
