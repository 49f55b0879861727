/// What happens during a run, for observers; nothing prints but they.
public enum RunEvent: Sendable {
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
  case runFinished(RunResult)
  case warned(String)
}

/// Something that follows a run.
public protocol RunObserver: Sendable {
  /// Called from the thread that runs the cell.
  func observe(_ event: RunEvent)
}
