/// What happens during a run, for observers; nothing prints but they.
public enum RunEvent: Sendable {
  case runStarted(SeededCell, Identity)
  case trialStarted(SeededCell, trial: Int, of: Int, point: [String: SettingValue])
  case stepped(SeededCell, trial: Int, step: Int, of: Int, loss: Double)
  case evaluated(SeededCell, trial: Int, DevPoint)
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
