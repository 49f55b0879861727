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
