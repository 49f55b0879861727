import Vocabulary

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
