import Vocabulary

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
