import Vocabulary

/// The tasks that `alsoScore` names are in the catalogue, and none is named twice.
struct OtherTasksKnown: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let names = Set((grid.vocabulary.entries[.task] ?? []).map(\.name))
    return grid.settings.filter { $0.isRunSetting && $0.name == "alsoScore" }.flatMap { setting in
      setting.candidates.flatMap { problems(of: $0, in: setting, names) }
    }
  }

  private func problems(
    of value: SettingValue, in setting: SettingDraft, _ names: Set<String>
  ) -> [GridProblem] {
    guard let tasks = [String](setting: value) else {
      return [
        GridProblem(
          setting.valuePlace, "'alsoScore' must be a list of tasks, as [mini-rte, mini-copa]")
      ]
    }
    if Set(tasks).count < tasks.count {
      return [GridProblem(setting.valuePlace, "'alsoScore' has a task twice; remove one")]
    }
    return tasks.filter { !names.contains($0) }.map { task in
      let hint =
        Hint.nearest(to: task, among: Array(names)) ?? "; 'zobench list tasks' shows all"
      return GridProblem(setting.valuePlace, "there is no task '\(task)' to score" + hint)
    }
  }
}
