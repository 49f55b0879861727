import Vocabulary

/// No two cells are the same run.
struct DistinctCells: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    guard grid.isExpandable else { return [] }
    var expansion = CellExpansion(grid)
    // Values of the wrong kind are another rule's matter.
    guard let cells = try? expansion.cells() else { return [] }
    var first: [Cell: Int] = Dictionary(minimumCapacity: cells.count)
    var reported: Set<GridPlace> = []
    return cells.enumerated().compactMap { index, expanded in
      guard let earlier = first[expanded.cell] else {
        first[expanded.cell] = index
        return nil
      }
      let place = place(of: expanded, after: cells[earlier])
      guard reported.insert(place).inserted else { return nil }
      return GridProblem(place, "the cell \(expanded.cell.name) is written twice; remove one")
    }
  }

  /// The last entry that tells the two apart in the file: the one to remove.
  private func place(
    of cell: CellExpansion.Expanded, after earlier: CellExpansion.Expanded
  ) -> GridPlace {
    let pairs = zip(cell.choices, earlier.choices)
    let moved = pairs.first { $0.place != $1.place || $0 != $1 }
    return (moved?.0 ?? cell.choices[3]).place
  }
}

/// No two models have the same name in tables.
struct DistinctLabels: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var owners: [String: String] = [:]
    return grid.components(on: .model).compactMap { model in
      guard let label = model.label else { return nil }
      guard let owner = owners.updateValue(model.name, forKey: label), owner != model.name else {
        return nil
      }
      return GridProblem(
        model.place, "the name '\(label)' is also that of \(owner); give each model its own")
    }
  }
}

/// Seeds are not negative and none is written twice.
struct DistinctSeeds: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var seen: Set<Int> = []
    return grid.seeds.compactMap { located in
      if located.seed < 0 {
        return GridProblem(located.place, "a seed must be 0 or more, not \(located.seed)")
      }
      guard !seen.insert(located.seed).inserted else { return nil }
      return GridProblem(located.place, "the seed \(located.seed) is written twice; remove one")
    }
  }
}

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

/// Neither the cells and seeds nor the points of a search are more than anyone can run.
struct BoundedSize: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var problems: [GridProblem] = []
    if !grid.isExpandable {
      let size = grid.size.map { "\($0) runs (cells × seeds)" } ?? "more runs than can be counted"
      problems.append(
        GridProblem(
          GridPlace(path: "", position: grid.entries.first?.position),
          "the grid has \(size); the limit is \(GridLimits.cells), shorten the lists of values"))
    }
    if points(in: grid) == nil {
      problems.append(
        GridProblem(
          grid.place(of: "tune"),
          "the searches have too many points; the limit is \(GridLimits.cells) in one cell"))
    }
    return problems
  }

  /// The points if all searches met in one cell; nil beyond the limit.
  private func points(in grid: GridDraft) -> Int? {
    Set(grid.components(on: .optimizer).map(\.name)).map { name in
      grid.tunes.filter { $0.selection.admits(name, on: .optimizer) }.flatMap(\.settings)
        .reduce(1 as Int?) { product, setting in
          guard let product else { return nil }
          let (points, overflow) = product.multipliedReportingOverflow(by: setting.candidates.count)
          return overflow || points > GridLimits.cells ? nil : points
        }
    }.reduce(0 as Int?) { largest, points in
      largest.flatMap { largest in points.map { max(largest, $0) } }
    }
  }
}

/// Every exclusion and every search is about at least one cell.
///
/// Cells are a full product, so a selection is empty exactly when one of its axes is.
struct EffectiveSelections: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let selections = grid.exclusions.map(\.selection) + grid.tunes.map(\.selection)
    return selections.flatMap(\.selectors).compactMap { selector in
      let components = grid.components(on: selector.axis)
      let matches = components.contains { component in
        selector.patterns.contains { $0.means(component.component) }
      }
      guard !matches, !components.isEmpty, !selector.patterns.isEmpty else { return nil }
      let written = selector.patterns.map(\.text).joined(separator: "', '")
      let hint = didYouMean(written, among: components.map(\.name)).map { "; " + $0 } ?? ""
      return GridProblem(
        selector.place,
        "no \(selector.axis.rawValue) of this grid matches '\(written)'" + hint)
    }
  }
}

/// What is left out has a reason and names at least one axis.
struct ReasonedExclusions: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.exclusions.flatMap { exclusion -> [GridProblem] in
      var problems: [GridProblem] = []
      if (exclusion.because ?? "").allSatisfy(\.isWhitespace) {
        problems.append(
          GridProblem(exclusion.place, "an exclusion needs a reason; add 'because: …'"))
      }
      if exclusion.selection.selectors.isEmpty, exclusion.unknownKeys.isEmpty {
        let axes = Axis.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(
          GridProblem(
            exclusion.place, "this would exclude every cell; name at least one of \(axes)"))
      }
      return problems
    }
  }
}
