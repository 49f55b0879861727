import Vocabulary

/// What is left out has a reason and names at least one axis.
struct ReasonedExclusions: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.exclusions.flatMap { exclusion -> [GridProblem] in
      var problems: [GridProblem] = []
      if (exclusion.because ?? "").allSatisfy(\.isWhitespace) {
        problems.append(
          GridProblem(exclusion.place, "an exclusion needs a reason; add 'because: …'"))
      }
      if exclusion.selection.selectors.isEmpty, exclusion.unknownKeys.isEmpty {
        let axes = Axis.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append(
          GridProblem(
            exclusion.place, "this would exclude every cell; name at least one of \(axes)"))
      }
      return problems
    }
  }
}
