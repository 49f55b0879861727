/// Everything that is checked of a sweep, in the order of the findings.
enum SweepRules {
  static let all: [any SweepRule] = [
    DuplicateFlags(), DuplicateValues(), TextForNumbers(), SelectionOnTest(), FolderAndModel(),
    OptimizerOfTrainer(), ImpossibleSettings(),
  ]
}
