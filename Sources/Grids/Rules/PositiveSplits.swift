import Vocabulary

/// There are development examples to choose with and test examples to report on.
struct PositiveSplits: GridRule {
  private static let uses = [
    "dev": "hyper-parameters and checkpoints are chosen on them", "test": "results are theirs",
  ]

  /// The least that each may be.
  static var least: [String: Double] { uses.mapValues { _ in 1 } }

  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.runSettings(Set(Self.uses.keys)).flatMap { setting in
      setting.candidates.compactMap { value in
        guard case .integer(let number) = value, number < 1 else { return nil }
        return GridProblem(
          setting.valuePlace,
          "'\(setting.name)' must be 1 or more examples, not \(number): "
            + (Self.uses[setting.name] ?? ""))
      }
    }
  }
}
