import Vocabulary

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
      let hint = Hint.nearest(to: written, among: components.map(\.name))
      return GridProblem(
        selector.place,
        "no \(selector.axis.rawValue) of this grid matches '\(written)'" + (hint ?? ""))
    }
  }
}
