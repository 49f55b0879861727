/// What a step costs, or what a run spent, in passes over a batch.
public struct StepCost: Hashable, Codable, Sendable {
  /// Forward passes over a batch.
  public var forwards: Int
  /// Backward passes over a batch.
  public var backwards: Int

  /// A number of passes of each kind.
  public init(forwards: Int = 0, backwards: Int = 0) {
    self.forwards = forwards
    self.backwards = backwards
  }

  /// In forward passes: a backward pass costs about two.
  public var passes: Int { forwards.plus(backwards.times(2)) }

  /// Both together.
  public static func + (a: StepCost, b: StepCost) -> StepCost {
    StepCost(
      forwards: a.forwards.plus(b.forwards), backwards: a.backwards.plus(b.backwards))
  }

  /// The cost of `count` such steps.
  public static func * (cost: StepCost, count: Int) -> StepCost {
    StepCost(forwards: cost.forwards.times(count), backwards: cost.backwards.times(count))
  }
}

extension Int {
  /// The sum with another count, at most the largest number: who plans for ever must not trap.
  package func plus(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  /// The product with another count, at most the largest number.
  package func times(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}

/// Wall seconds by phase, from a monotonic clock; evaluation and storage are not training.
package struct PhaseSeconds: Hashable, Codable, Sendable {
  /// Making batches.
  package var data = 0.0
  /// Forward (and backward) passes of training steps.
  package var passes = 0.0
  /// Writing the weights.
  package var update = 0.0
  /// Evaluations on dev and test.
  package var evaluation = 0.0
  /// Loading the model and preparing.
  package var setUp = 0.0

  package init() {}

  /// Seconds spent in training steps.
  package var training: Double { data + passes + update }
  package var total: Double { training + evaluation + setUp }
}

/// One evaluation on development data during a trial.
package struct DevPoint: Hashable, Codable, Sendable {
  package var step: Int
  package var score: Double
  /// Mean loss over the development examples; nil when it was not finite.
  package var loss: Double?

  package init(step: Int, score: Double, loss: Double?) {
    self.step = step
    self.score = score
    self.loss = loss
  }
}

/// Bytes forecast before and measured during a phase.
package struct MemoryComparison: Hashable, Codable, Sendable {
  package var forecast: MemoryProfile
  package var measured: MemoryProfile

  package init(forecast: MemoryProfile, measured: MemoryProfile) {
    self.forecast = forecast
    self.measured = measured
  }
}

/// One trial: a cell at one hyper-parameter point and one seed, selected on dev.
package struct TrialResult: Hashable, Codable, Sendable {
  /// The tuned settings of this trial; empty without `tune`.
  package var point: [String: SettingValue]
  package var outcome: Outcome
  package var stepsDone: Int
  /// The training loss of every step, in order.
  package var curve: [Float]
  package var dev: [DevPoint]
  package var spent: StepCost
  /// Tokens that went through training forward passes, each pass counted.
  package var tokens: Int
  package var seconds: PhaseSeconds
  package var training: MemoryComparison
  package var evaluation: MemoryComparison
  /// Peak resident size of the process so far, beside the ledger and never mixed in.
  package var peakResidentBytes: Int
  /// What makes the trial's numbers mean less than they seem to.
  package var findings: [HealthFinding]
  /// SHA-256 of the trained parameters after the last step; nil where training did not complete.
  package var weightsDigest: ContentDigest?
  /// What its steps took of several processes; nil where one did all.
  package var exchange: StepExchange?
  /// The smaller budgets that it has come to, without scores; nil where it was asked for none.
  package var readOuts: [ReadOut]?
  /// How far the best weights are from the first; nil where no steps are made.
  package var drift: Drift?
  /// What the weights score on other tasks; nil where none is asked for.
  package var others: [OtherScore]?

  package init(
    point: [String: SettingValue], outcome: Outcome, stepsDone: Int, curve: [Float],
    dev: [DevPoint], spent: StepCost, tokens: Int, seconds: PhaseSeconds,
    training: MemoryComparison, evaluation: MemoryComparison, peakResidentBytes: Int,
    findings: [HealthFinding] = [], weightsDigest: ContentDigest? = nil, drift: Drift? = nil
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
    self.drift = drift
  }
}

/// What the single evaluation on test data gave.
package struct TestResult: Hashable, Codable, Sendable {
  package var metrics: [String: Double]
  package var examples: Int
  /// For each test example, in order, whether the prediction was right.
  package var correct: [Bool]
  /// What the best weights at smaller budgets gave, in the order of the budgets.
  package var readOuts: [ReadOut] = []

  package init(
    metrics: [String: Double], examples: Int, correct: [Bool], readOuts: [ReadOut] = []
  ) {
    self.metrics = metrics
    self.examples = examples
    self.correct = correct
    self.readOuts = readOuts
  }
}

/// A trial as if it had ended at a smaller budget.
package struct ReadOut: Hashable, Codable, Sendable {
  /// As the run's `readOut` says it: passes, or steps.
  package var budget: Int
  /// The last step within the budget.
  package var step: Int
  /// Spent until then.
  package var spent: StepCost
  /// The best on development data until then: what was tested.
  package var dev: DevPoint
  package var metrics: [String: Double]

  package init(
    budget: Int, step: Int, spent: StepCost, dev: DevPoint, metrics: [String: Double]
  ) {
    self.budget = budget
    self.step = step
    self.spent = spent
    self.dev = dev
    self.metrics = metrics
  }
}

/// A finished cell at one seed: all its trials, and the test score of the chosen one.
package struct RunResult: Hashable, Codable, Sendable {
  package var identity: Identity
  package var cell: SeededCell
  package var outcome: Outcome
  package var trials: [TrialResult]
  /// Index of the trial chosen on development data.
  package var chosen: Int?
  package var test: TestResult?
  /// Numbers of parameters, trained and in all.
  package var trainableParameters: Int
  package var parameters: Int

  package init(
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

/// An ended run, with when and where it was.
package struct DatedRun: Hashable, Sendable {
  package var result: RunResult
  /// Nil when nobody said.
  package var machine: Machine?
  /// ISO 8601, UTC.
  package var started: String
  package var finished: String

  package init(result: RunResult, machine: Machine?, started: String, finished: String) {
    self.result = result
    self.machine = machine
    self.started = started
    self.finished = finished
  }
}
