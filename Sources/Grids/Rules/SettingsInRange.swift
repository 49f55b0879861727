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
