/// `zobench:` names the format of the file; there is one so far.
struct SupportedVersion: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    guard let entry = grid.entry("zobench") else { return [] }
    switch entry.value.content {
    case .integer(1), .plain("1"): return []
    default:
      let place = GridPlace(path: "zobench", position: entry.value.position)
      return [GridProblem(place, "the format must be 1, not \(entry.value.kind)")]
    }
  }
}
