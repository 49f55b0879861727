import Experiments

/// What a run counts is at least one; the data seed and the budget are not negative.
struct PositiveSteps: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    below(1, ["steps", "batch", "evaluations", "train", "maxLength"], in: grid)
      + below(0, ["dataSeed", "forwards"], in: grid)
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
