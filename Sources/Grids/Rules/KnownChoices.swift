import Vocabulary

/// A run setting that is one of several names is one that exists.
struct KnownChoices: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    grid.runSettings(Set(RunSettings.choices.keys)).flatMap { setting -> [GridProblem] in
      let known = RunSettings.choices[setting.name] ?? []
      return setting.candidates.compactMap { value -> GridProblem? in
        guard case .text(let name) = value, !known.contains(name) else { return nil }
        return GridProblem(setting.valuePlace, complaint(setting.name, name, known))
      }
    }
  }

  private func complaint(_ setting: String, _ name: String, _ known: [String]) -> String {
    let names = "use one of " + known.joined(separator: ", ")
    return switch setting {
    case "weights": "weights cannot be stored as '\(name)'; " + names
    case "compute": "products cannot be computed in '\(name)'; " + names
    default: "'\(setting)' is '\(name)'; " + names
    }
  }
}
