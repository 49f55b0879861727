import Vocabulary

/// Draft → study, when no rule objects.
enum GridCheck {
  static func study(
    from draft: GridDraft, problems shapeProblems: [GridProblem]
  ) throws(GridProblems) -> Study {
    let problems = shapeProblems + GridRules.all.flatMap { $0.problems(in: draft) }
    guard problems.isEmpty else {
      throw GridProblems(Array(GridProblems(problems).problems.prefix(GridLimits.problems)))
    }
    var expansion = CellExpansion(draft)
    do throws(SettingsProblem) {
      return study(of: try expansion.cells().map(\.cell), in: draft)
    } catch {
      throw GridProblems(error.description)
    }
  }

  private static func study(of cells: [Cell], in draft: GridDraft) -> Study {
    var study = Study(
      name: draft.name, question: draft.question, dataDirectory: draft.dataDirectory, cells: [],
      seeds: draft.seeds.map(\.seed))
    for cell in cells {
      if let exclusion = draft.exclusions.first(where: { $0.selection.admits(cell) }) {
        study.excluded.append(ExcludedCell(cell: cell, because: exclusion.because ?? ""))
      } else {
        study.cells.append(cell)
      }
    }
    return study
  }
}
