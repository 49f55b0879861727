import Vocabulary

/// Every value is one that its setting accepts, as it is declared; each that is not is reported
/// where it stands.
struct SettingsInRange: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let components = grid.components.values.joined().flatMap { component in
      component.settings.flatMap { problems($0, $0.declaration, of: component) }
    }
    var seen: Set<GridProblem> = []
    return
      (grid.defaults.flatMap { problems($0, $0.declaration) } + components
      + grid.tunes.flatMap { problems($0, in: grid) })
      .filter { seen.insert($0).inserted }
  }

  /// What is searched is judged by each of the optimizers.
  private func problems(_ tune: TuneDraft, in grid: GridDraft) -> [GridProblem] {
    grid.components(on: .optimizer).filter { tune.selection.admits($0.name, on: .optimizer) }
      .flatMap { component in
        tune.settings.flatMap { setting in
          problems(setting, component.description?[setting.name], of: component)
        }
      }
  }

  private func problems(
    _ setting: SettingDraft, _ declaration: SettingDeclaration?, of component: ComponentDraft? = nil
  ) -> [GridProblem] {
    guard let declaration else { return [] }
    let name = setting.isRunSetting ? "" : component?.name ?? ""
    // Values of another kind are another rule's matter.
    return setting.candidates.filter(declaration.fits).flatMap { value in
      declaration.problems(with: value, of: name).map {
        GridProblem(setting.valuePlace, $0.description)
      }
    }
  }
}

/// Every value is of the kind of the setting's default.
struct FittingValues: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let settings = grid.settings + grid.tunes.flatMap(\.settings)
    return settings.flatMap { setting -> [GridProblem] in
      guard let declaration = setting.declaration else { return [] }
      let example = declaration.initial
      return setting.candidates.filter { !declaration.fits($0) }.map { value in
        GridProblem(
          setting.valuePlace,
          "'\(setting.name)' must be \(example.kind), not \(found(value))" + hint(value, example))
      }
    }
  }

  private func found(_ value: SettingValue) -> String {
    if case .text(let text) = value { return "the text '\(text.prefix(40))'" }
    return String(value.description.prefix(60))
  }

  private func hint(_ value: SettingValue, _ example: SettingValue) -> String {
    switch (value, example) {
    case (.text(let text), .number), (.text(let text), .integer):
      NumberShape(text) != nil ? "; remove the quotes" : ""
    case (.text(let text), .boolean):
      ["true", "false"].contains(text) ? "; remove the quotes" : ""
    case (.integer, .text), (.number, .text), (.boolean, .text):
      "; put it in quotes"
    default: ""
    }
  }
}

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
