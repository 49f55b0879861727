import Vocabulary

/// Every entry can be made from its settings, and from what is searched in it.
///
/// What an entry refuses is reported at the value and taken away before the entry is asked again,
/// so one reading finds every refused value. Of a list each value is tried with the first values of
/// the other settings.
struct SettingsInRange: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var seen: Set<GridProblem> = []
    return grid.components.values.joined().flatMap { component in
      writings(of: component, in: grid).flatMap { trials($0) }.flatMap {
        problems($0, of: component, in: grid.vocabulary)
      }
    }.filter { seen.insert($0).inserted }
  }

  /// The component's settings, alone and with those of every search in it.
  private func writings(of component: ComponentDraft, in grid: GridDraft) -> [[SettingDraft]] {
    guard component.description != nil else { return [] }
    let own = usable(component.settings)
    let tunes = component.axis == .optimizer ? grid.tunes : []
    return [own]
      + tunes.filter { $0.selection.admits(component.name, on: .optimizer) }.map { tune in
        own
          + usable(tune.settings).filter { component.description?.defaults[$0.name] != nil }
      }
  }

  /// Settings that exist, with the values that are of their kind: others are other rules' matter.
  private func usable(_ settings: [SettingDraft]) -> [SettingDraft] {
    settings.compactMap { setting in
      guard let example = setting.example, !setting.isRunSetting else { return nil }
      var setting = setting
      setting.candidates = setting.candidates.filter { $0.fits(example) }
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

  private func problems(
    _ trial: [SettingDraft], of component: ComponentDraft, in vocabulary: KnownComponents
  ) -> [GridProblem] {
    let refusal = { (settings: [SettingDraft]) in
      vocabulary.refusal(component.made(of: settings), component.axis)
    }
    var (left, problems) = (trial, [GridProblem]())
    while let problem = refusal(left) {
      let named = left.firstIndex { $0.name == problem.setting }
      // A part of a value is refused by a name of its own: its value is the one that matters.
      let guilty =
        named
        ?? left.indices.first { index in
          var others = left
          others.remove(at: index)
          return refusal(others) != problem
        }
      guard let guilty else {
        if problems.isEmpty { problems.append(GridProblem(component.place, "\(problem)")) }
        break
      }
      problems.append(GridProblem(left[guilty].valuePlace, "\(problem)"))
      left.remove(at: guilty)
    }
    return problems
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
