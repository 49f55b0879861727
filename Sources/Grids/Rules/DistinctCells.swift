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
