import Vocabulary

/// No axis, seed list, selection or list of values is empty: the product would be.
struct NonemptyAxes: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let needed = Axis.allCases.filter { $0 != .optimizer || !grid.needsNoOptimizer }
    let keys = needed.map(GridDraft.key) + ["seeds"]
    let axes = keys.compactMap { grid.entry($0) }.filter {
      $0.value.isNull || $0.value.elements?.isEmpty == true
    }.map {
      GridProblem(
        GridPlace(path: $0.key, position: $0.value.position), "'\($0.key)' must list at least one")
    }
    let settings = (grid.settings + grid.tunes.flatMap(\.settings)).filter(\.candidates.isEmpty)
    let values = settings.map {
      GridProblem($0.valuePlace, "'\($0.name)' must list at least one value")
    }
    let selectors = (grid.exclusions.map(\.selection) + grid.tunes.map(\.selection))
      .flatMap(\.selectors).filter(\.patterns.isEmpty)
    return axes + values
      + selectors.map { GridProblem($0.place, "there must be at least one name") }
  }
}
