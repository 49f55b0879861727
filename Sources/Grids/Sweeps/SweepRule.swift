/// One thing that can be wrong with a sweep.
protocol SweepRule: Sendable {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding]
}
