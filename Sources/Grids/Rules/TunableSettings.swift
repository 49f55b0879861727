import Vocabulary

/// A search names its optimizer, and settings that all the optimizers it selects have.
struct TunableSettings: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.tunes.flatMap { tune -> [GridProblem] in
      guard tune.selection.selectors.contains(where: { $0.axis == .optimizer }) else {
        return [GridProblem(tune.place, "a search needs an optimizer; add 'optimizer: name'")]
      }
      let optimizers = grid.components(on: .optimizer)
        .filter { tune.selection.admits($0.name, on: .optimizer) }.compactMap(\.description)
      return tune.settings.flatMap { setting in
        Set(optimizers).filter { $0.defaults[setting.name] == nil }.map {
          problem(setting, $0)
        }
      }
    }
  }

  private func problem(_ setting: SettingDraft, _ optimizer: ComponentDescription) -> GridProblem {
    if GridDecoder.runSettings[setting.name] != nil {
      return GridProblem(
        setting.place,
        "'\(setting.name)' is no setting of the optimizer and cannot be searched; write it in "
          + "the optimizer's entry")
    }
    let hint = Hint.nearest(to: setting.name, among: optimizer.defaults.keys)
    return GridProblem(
      setting.place, "\(optimizer.name) has no setting '\(setting.name)'" + (hint ?? ""))
  }
}
