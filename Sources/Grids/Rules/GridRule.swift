/// One thing that must hold of a grid; says everything that is wrong about it at once.
protocol GridRule: Sendable {
  func problems(in grid: GridDraft) -> [GridProblem]
}
