import Vocabulary

/// No search tries a value twice.
struct DistinctPoints: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.tunes.flatMap(\.settings).compactMap { setting in
      var seen: Set<SettingValue> = []
      guard let twice = setting.candidates.first(where: { !seen.insert($0).inserted }) else {
        return nil
      }
      return GridProblem(
        setting.valuePlace, "'\(setting.name)' is to be tried at \(twice) twice; remove one")
    }
  }
}

/// Every search is taken up by at least one cell.
///
/// One for all optimizers gives way to an entry that has its setting, to a search for the cell's
/// optimizer, and to a later one for all.
struct TakenUpSearches: GridRule {
  private struct Search: Hashable {
    /// Index among the searches of the grid.
    var tune: Int
    var setting: String
  }

  func problems(in grid: GridDraft) -> [GridProblem] {
    guard isKnown(grid) else { return [] }
    let cells = trainedCells(of: grid)
    let taken = Set(
      grid.components(on: .optimizer).flatMap { optimizer in
        cells.flatMap { searches(of: optimizer, in: $0, of: grid) }
      })
    return grid.tunes.enumerated().filter { selectsSomething($1, in: grid) }
      .flatMap { index, tune in
        tune.settings.filter { setting in
          isSetting(setting, of: grid)
            && !taken.contains(Search(tune: index, setting: setting.name))
        }
      }
      .map { setting in
        GridProblem(
          setting.place,
          "no cell takes up this search of '\(setting.name)': its schemes are trained by no steps, "
            + "the optimizers' entries have it, or later searches are in its place; remove it")
      }
  }

  /// What is missing or unknown is the matter of other rules.
  private func isKnown(_ grid: GridDraft) -> Bool {
    let optimizers = grid.components(on: .optimizer)
    return [Axis.model, .task, .scheme].allSatisfy { !grid.components(on: $0).isEmpty }
      && (grid.needsNoOptimizer || !optimizers.isEmpty)
      && optimizers.allSatisfy { $0.description != nil }
  }

  private func selectsSomething(_ tune: TuneDraft, in grid: GridDraft) -> Bool {
    Axis.allCases.allSatisfy { axis in
      let components = grid.components(on: axis)
      return components.isEmpty
        || components.contains { tune.selection.admits($0.component, on: axis) }
    }
  }

  private func isSetting(_ setting: SettingDraft, of grid: GridDraft) -> Bool {
    let optimizers = grid.components(on: .optimizer)
    return optimizers.isEmpty
      || optimizers.contains { $0.description?[setting.name] != nil }
  }

  /// For each kind of trained cell, whatever its optimizer, which searches select it.
  private func trainedCells(of grid: GridDraft) -> Set<[Bool]> {
    let all: Set = [grid.tunes.map { _ in true }]
    return [Axis.model, .task, .scheme].reduce(all) { cells, axis in
      let components = grid.components(on: axis)
        .filter { axis != .scheme || grid.usesOptimizer($0.component) }
      let selected = Set(
        components.map { component in
          grid.tunes.map { $0.selection.admits(component.component, on: axis) }
        })
      return Set(cells.flatMap { cell in selected.map { zip(cell, $0).map { $0 && $1 } } })
    }
  }

  /// The searches that an optimizer's cell takes up; two for one optimizer are refused elsewhere.
  private func searches(
    of optimizer: ComponentDraft, in cell: [Bool], of grid: GridDraft
  ) -> [Search] {
    let meant = grid.tunes.enumerated().filter { index, tune in
      cell[index] && tune.selection.admits(optimizer.component, on: .optimizer)
    }
    let own = meant.filter { !$1.isDefault }.flatMap { index, tune in
      tune.settings.map { Search(tune: index, setting: $0.name) }
    }
    let taken = Set(own.map(\.setting) + optimizer.settings.map(\.name))
    var last: [String: Search] = [:]
    for (index, tune) in meant where tune.isDefault {
      for setting in tune.settings where optimizer.description?[setting.name] != nil {
        last[setting.name] = Search(tune: index, setting: setting.name)
      }
    }
    return own + last.values.filter { !taken.contains($0.setting) }
  }
}
