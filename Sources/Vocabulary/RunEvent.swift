/// What happens during a run, for observers; nothing prints but they.
package enum RunEvent: Sendable {
  case runStarted(SeededCell, Identity)
  case trialStarted(SeededCell, trial: Int, of: Int, point: [String: SettingValue])
  case stepped(SeededCell, Identity, TrialNews)
  case evaluated(SeededCell, trial: Int, DevPoint)
  /// What another process needs to go on with a trial from here.
  case progressed(SeededCell, Identity, trial: Int, TrialProgress)
  /// Something is wrong with a trial; of each kind, the first of a run.
  case found(SeededCell, trial: Int, HealthFinding)
  /// A trial ended; it can be stored before its run ends.
  case trialFinished(SeededCell, Identity, trial: Int, TrialResult)
  /// What a run trained is written there.
  case exported(SeededCell, path: String)
  /// What a run trained could not be written; its result stands. Weights whose steps are logged can
  /// be made again without training.
  case unexported(SeededCell, Identity, InputProblem, isLogged: Bool)
  case runFinished(RunResult)
  case warned(String)
}

/// Something that follows a run.
package protocol RunObserver: Sendable {
  /// Called from the thread that runs the cell.
  func observe(_ event: RunEvent)
}

/// Where a running trial stands, told after each of its steps.
package struct TrialNews: Hashable, Codable, Sendable {
  /// Index of the trial among `trials` of its run.
  package var trial: Int
  package var trials: Int
  /// Steps done, of `steps`.
  package var step: Int
  package var steps: Int
  /// The training loss of the last step.
  package var loss: Double
  /// Passes of the steps so far.
  package var spent: StepCost

  package init(trial: Int, trials: Int, step: Int, steps: Int, loss: Double, spent: StepCost) {
    self.trial = trial
    self.trials = trials
    self.step = step
    self.steps = steps
    self.loss = loss
    self.spent = spent
  }

  /// How much of the steps of all trials is done, 0 to 1.
  package var share: Double {
    let own = Double(step) / Double(max(steps, 1))
    return min(1, (Double(trial) + own) / Double(max(trials, 1)))
  }
}

/// How far a trial has come: what another process needs to go on with it.
package struct TrialProgress: Hashable, Codable, Sendable {
  /// The trial so far; its curve is in the log.
  package var result: TrialResult
  /// The byte of the step log at which `log` begins.
  package var start: Int
  /// The step log from there on.
  package var log: [UInt8]
  /// Whether what was stored has changed since: nothing of it is to be believed.
  package var isDamaged = false

  package init(result: TrialResult, start: Int = 0, log: [UInt8]) {
    self.result = result
    self.start = start
    self.log = log
  }

  /// Of what was stored, and is not what it was.
  package static var damaged: TrialProgress {
    let nothing = MemoryComparison(forecast: MemoryProfile(), measured: MemoryProfile())
    var progress = TrialProgress(
      result: TrialResult(
        point: [:], outcome: .interrupted, stepsDone: 0, curve: [], dev: [], spent: StepCost(),
        tokens: 0, seconds: PhaseSeconds(), training: nothing, evaluation: nothing,
        peakResidentBytes: 0),
      log: [])
    progress.isDamaged = true
    return progress
  }
}

/// A run that a process has claimed and not ended, as another process sees it.
package struct RunActivity: Hashable, Sendable {
  package var cell: SeededCell
  package var identity: Identity
  /// The process that holds the claim; nil when nobody does.
  package var holder: Holder?
  /// When the run was claimed: ISO 8601, UTC.
  package var started: String
  /// Where its running trial stands; nil before the first step.
  package var news: TrialNews?
  /// When that was stored: ISO 8601, UTC; without news, when the run was claimed.
  package var heard: String

  /// What is known to be wrong with its unfinished trials.
  package var findings: [HealthFinding]

  /// A process on a host.
  package struct Holder: Hashable, Codable, Sendable {
    package var host: String
    package var process: Int32
    /// Whether it may be at work; false is certain, and processes of other hosts count as alive.
    package var isAlive: Bool

    package init(host: String, process: Int32, isAlive: Bool) {
      self.host = host
      self.process = process
      self.isAlive = isAlive
    }
  }

  package init(
    cell: SeededCell, identity: Identity, holder: Holder?, started: String, news: TrialNews?,
    heard: String, findings: [HealthFinding] = []
  ) {
    self.cell = cell
    self.identity = identity
    self.holder = holder
    self.started = started
    self.news = news
    self.heard = heard
    self.findings = findings
  }

  package var isAlive: Bool { holder?.isAlive ?? false }
}
