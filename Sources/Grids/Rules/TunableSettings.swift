import Vocabulary

/// A search names settings that all the optimizers it selects have, or without a selection one.
struct TunableSettings: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.tunes.flatMap { tune -> [GridProblem] in
      if tune.isDefault { return problems(ofDefault: tune, in: grid) }
      let optimizers = grid.components(on: .optimizer)
        .filter { tune.selection.admits($0.name, on: .optimizer) }.compactMap(\.description)
      return tune.settings.flatMap { setting in
        Set(optimizers).filter { $0.defaults[setting.name] == nil }.map {
          problem(setting, $0)
        }
      }
    }
  }

  /// A search for all optimizers passes over those that do not have its setting, but not over all.
  private func problems(ofDefault tune: TuneDraft, in grid: GridDraft) -> [GridProblem] {
    let optimizers = grid.components(on: .optimizer).compactMap(\.description)
    return tune.settings.filter { setting in
      !optimizers.isEmpty && optimizers.allSatisfy { $0.defaults[setting.name] == nil }
    }.map { setting in
      GridProblem(setting.place, "no optimizer of this grid has a setting '\(setting.name)'")
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
