import Vocabulary

/// What a run counts is at least one; the data seed and the budget are not negative.
struct PositiveSteps: GridRule {
  private static let counts: Set<String> = ["steps", "batch", "evaluations", "train", "maxLength"]
  private static let amounts: Set<String> = ["dataSeed", "forwards"]

  /// The least that each may be.
  static var least: [String: Double] {
    let pairs = counts.map { ($0, 1.0) } + amounts.map { ($0, 0.0) }
    return Dictionary(pairs) { first, _ in first }
  }

  func problems(in grid: GridDraft) -> [GridProblem] {
    below(1, Self.counts, in: grid) + below(0, Self.amounts, in: grid)
  }

  private func below(_ least: Int, _ names: Set<String>, in grid: GridDraft) -> [GridProblem] {
    grid.runSettings(names).flatMap { setting in
      setting.candidates.compactMap { value in
        guard case .integer(let number) = value, number < least else { return nil }
        return GridProblem(
          setting.valuePlace, "'\(setting.name)' must be \(least) or more, not \(number)")
      }
    }
  }
}
