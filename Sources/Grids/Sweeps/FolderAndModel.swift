/// A sweep whose folder or name says another model or task than its flags do.
struct FolderAndModel: SweepRule {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding] {
    [model(sweep, path), task(sweep, path)].compactMap { $0 }
  }

  private func model(_ sweep: Sweep, _ path: [String]) -> SweepFinding? {
    guard let value = sweep.values("model_name").first, let said = SweepNames.model(in: path),
      let flag = SweepNames.model(in: [value.text]), said != flag
    else { return nil }
    return SweepFinding(
      .error, value.place,
      "the folder says \(said), --model_name says \(value.text); the flag is taken")
  }

  private func task(_ sweep: Sweep, _ path: [String]) -> SweepFinding? {
    guard let value = sweep.values("task_name").first, let said = SweepNames.task(in: path),
      let flag = SweepNames.tasks[value.text.lowercased()], said != flag
    else { return nil }
    return SweepFinding(
      .error, value.place,
      "the folder says \(said), --task_name says \(value.text); the flag is taken")
  }
}
