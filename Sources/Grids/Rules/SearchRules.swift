import Vocabulary

/// Seeds of searches are none that is tested, and smaller budgets ascend and are within the run's.
struct SearchProtocol: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.settings.filter(\.isRunSetting).flatMap { setting -> [GridProblem] in
      switch setting.name {
      case "tuneSeeds": seeds(setting, grid)
      case "readOut": budgets(setting, grid)
      default: []
      }
    }
  }

  private func seeds(_ setting: SettingDraft, _ grid: GridDraft) -> [GridProblem] {
    let tested = Set(grid.seeds.map(\.seed))
    return setting.candidates.flatMap { value -> [GridProblem] in
      guard let seeds = [Int](setting: value) else {
        return [GridProblem(setting.valuePlace, "'tuneSeeds' must be a list of integers")]
      }
      guard Set(seeds).count == seeds.count else {
        return [GridProblem(setting.valuePlace, "'tuneSeeds' has a seed twice")]
      }
      return seeds.filter(tested.contains).map {
        GridProblem(
          setting.valuePlace,
          "seed \($0) is searched at and tested at; a seed of 'tuneSeeds' must not be in 'seeds'")
      }
    }
  }

  private func budgets(_ setting: SettingDraft, _ grid: GridDraft) -> [GridProblem] {
    setting.candidates.compactMap { value in
      guard let budgets = [Int](setting: value), budgets.allSatisfy({ $0 > 0 }),
        zip(budgets, budgets.dropFirst()).allSatisfy({ $0 < $1 })
      else {
        return GridProblem(
          setting.valuePlace,
          "'readOut' must be a list of whole numbers above 0, ascending, for example [300, 1000]")
      }
      return nil
    }
  }
}

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
    let hint = didYouMean(setting.name, among: optimizer.defaults.keys).map { "; " + $0 } ?? ""
    return GridProblem(
      setting.place, "\(optimizer.name) has no setting '\(setting.name)'" + hint)
  }
}

/// A searched setting is neither written in the optimizer's entry nor searched by two searches; one
/// for all optimizers gives way to both.
struct TunedOnce: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.tunes.enumerated().filter { !$1.isDefault }.flatMap { index, tune in
      tune.settings.compactMap { setting in
        if let written = written(setting, by: tune, in: grid) {
          return GridProblem(
            setting.place,
            "'\(setting.name)' is searched here and written in \(written.place.path); remove one")
        }
        guard let other = searched(setting, by: tune, in: grid, before: index) else { return nil }
        return GridProblem(
          setting.place,
          "'\(setting.name)' is searched here and in \(other.place.path) for the same cells; "
            + "remove one")
      }
    }
  }

  private func written(
    _ setting: SettingDraft, by tune: TuneDraft, in grid: GridDraft
  ) -> SettingDraft? {
    grid.components(on: .optimizer).filter { tune.selection.admits($0.name, on: .optimizer) }
      .flatMap(\.settings).first { $0.name == setting.name && !$0.isRunSetting }
  }

  private func searched(
    _ setting: SettingDraft, by tune: TuneDraft, in grid: GridDraft, before index: Int
  ) -> TuneDraft? {
    grid.tunes.prefix(index).first { other in
      !other.isDefault && other.settings.contains { $0.name == setting.name }
        && Axis.allCases.allSatisfy { axis in
          grid.components(on: axis).contains {
            tune.selection.admits($0.name, on: axis) && other.selection.admits($0.name, on: axis)
          }
        }
    }
  }
}
