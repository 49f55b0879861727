import Vocabulary

/// Seeds of searches are none that is tested, and smaller budgets ascend and are within the run's.
struct SearchProtocol: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.settings.filter(\.isRunSetting).flatMap { setting -> [GridProblem] in
      switch setting.name {
      case "tuneSeeds": seeds(setting, grid)
      case "readOut": budgets(setting, grid)
      default: []
      }
    }
  }

  private func seeds(_ setting: SettingDraft, _ grid: GridDraft) -> [GridProblem] {
    let tested = Set(grid.seeds.map(\.seed))
    return setting.candidates.flatMap { value -> [GridProblem] in
      guard let seeds = [Int](setting: value) else {
        return [GridProblem(setting.valuePlace, "'tuneSeeds' must be a list of integers")]
      }
      guard Set(seeds).count == seeds.count else {
        return [GridProblem(setting.valuePlace, "'tuneSeeds' has a seed twice")]
      }
      return seeds.filter(tested.contains).map {
        GridProblem(
          setting.valuePlace,
          "seed \($0) is searched at and tested at; a seed of 'tuneSeeds' must not be in 'seeds'")
      }
    }
  }

  private func budgets(_ setting: SettingDraft, _ grid: GridDraft) -> [GridProblem] {
    setting.candidates.compactMap { value in
      guard let budgets = [Int](setting: value), budgets.allSatisfy({ $0 > 0 }),
        zip(budgets, budgets.dropFirst()).allSatisfy({ $0 < $1 })
      else {
        return GridProblem(
          setting.valuePlace,
          "'readOut' must be a list of whole numbers above 0, ascending, as [300, 1000]")
      }
      return nil
    }
  }
}
