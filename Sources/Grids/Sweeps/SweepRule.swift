/// One thing that can be wrong with a sweep.
protocol SweepRule: Sendable {
  func findings(in sweep: Sweep, path: [String]) -> [SweepFinding]
}

enum SweepRules {
  static let all: [any SweepRule] = [
    DuplicateFlags(), DuplicateValues(), TextForNumbers(), SelectionOnTest(), FolderAndModel(),
    OptimizerOfTrainer(), ImpossibleSettings(),
  ]
}
