import Vocabulary

/// No key is misspelt, at the top or in an exclusion.
struct KnownKeys: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let top = grid.entries.filter { !GridDraft.keys.contains($0.key) }.map {
      problem($0, in: GridPlace(path: ""), among: GridDraft.keys)
    }
    let keys = Axis.allCases.map(\.rawValue) + ["because"]
    let exclusions = grid.exclusions.flatMap { exclusion in
      exclusion.unknownKeys.map { problem($0, in: exclusion.place, among: keys) }
    }
    return top + exclusions
  }

  private func problem(
    _ entry: GridNode.Entry, in place: GridPlace, among keys: [String]
  ) -> GridProblem {
    let hint =
      Hint.nearest(to: entry.key, among: keys)
      ?? "; there are \(keys.joined(separator: ", "))"
    return GridProblem(
      GridPlace(path: place.path, position: entry.position), "there is no key '\(entry.key)'" + hint
    )
  }
}
