import Vocabulary

/// Every entry can be made from its settings, and from what is searched in it: values that are each
/// in their ranges may still be at odds.
struct SettingsTogether: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var seen: Set<GridProblem> = []
    return grid.components.values.joined().flatMap { component in
      writings(of: component, in: grid).flatMap(trials).compactMap {
        problem($0, of: component, in: grid.vocabulary)
      }
    }.filter { seen.insert($0).inserted }
  }

  /// The component's settings, alone and with those of every search in it.
  private func writings(of component: ComponentDraft, in grid: GridDraft) -> [[SettingDraft]] {
    guard let description = component.description else { return [] }
    let own = usable(component.settings, of: description)
    let tunes = component.axis == .optimizer ? grid.tunes : []
    return [own]
      + tunes.filter { $0.selection.admits(component.name, on: .optimizer) }
      .map { own + usable($0.settings, of: description) }
  }

  /// Settings that exist, with the values that they accept: others are other rules' matter.
  private func usable(
    _ settings: [SettingDraft], of description: ComponentDescription
  ) -> [SettingDraft] {
    settings.compactMap { setting in
      guard let declaration = description[setting.name], !setting.isRunSetting else { return nil }
      var setting = setting
      setting.candidates = setting.candidates.filter {
        declaration.problems(with: $0, of: description.name).isEmpty
      }
      return setting.candidates.isEmpty ? nil : setting
    }
  }

  /// Every value once, with the first of the other settings.
  private func trials(_ settings: [SettingDraft]) -> [[SettingDraft]] {
    let first = settings.map { $0.only(0) }
    return [first]
      + settings.indices.flatMap { index in
        settings[index].candidates.indices.dropFirst().map { candidate in
          var trial = first
          trial[index] = settings[index].only(candidate)
          return trial
        }
      }
  }

  private func problem(
    _ trial: [SettingDraft], of component: ComponentDraft, in vocabulary: KnownComponents
  ) -> GridProblem? {
    guard let refusal = vocabulary.refusal(component.made(of: trial), component.axis) else {
      return nil
    }
    let guilty = trial.first { $0.name == refusal.setting }
    return GridProblem(guilty?.valuePlace ?? component.place, refusal.description)
  }
}

extension SettingDraft {
  fileprivate func only(_ index: Int) -> SettingDraft {
    var setting = self
    setting.candidates = [candidates[index]]
    return setting
  }
}

extension ComponentDraft {
  fileprivate func made(of settings: [SettingDraft]) -> Component {
    var entry = self
    entry.settings = settings
    return entry.choices.first?.component ?? Component(name)
  }
}
