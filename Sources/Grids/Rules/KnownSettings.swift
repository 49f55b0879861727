import Vocabulary

/// Every setting exists: in its component's defaults, or among the run settings.
struct KnownSettings: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let run = GridDecoder.runSettings.declarations.map(\.name)
    let defaults = unknown(in: grid.defaults, among: run)
    // The settings of an unknown name are not judged: the name is the problem.
    let components = grid.components.values.joined()
      .filter { $0.description != nil || $0.origin == .directory }
    return defaults
      + components.flatMap { component in
        let own = component.description?.defaults.keys.map(\.self) ?? []
        return unknown(in: component.settings, among: own + run)
      }
  }

  private func unknown(in settings: [SettingDraft], among names: [String]) -> [GridProblem] {
    settings.filter { $0.example == nil }.map { setting in
      let hint =
        Hint.nearest(to: setting.name, among: names)
        ?? "; there are \(names.sorted().joined(separator: ", "))"
      return GridProblem(setting.place, "there is no setting '\(setting.name)'" + hint)
    }
  }
}
