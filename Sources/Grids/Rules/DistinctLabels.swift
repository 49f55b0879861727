import Vocabulary

/// No two models have the same name in tables.
struct DistinctLabels: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    var owners: [String: String] = [:]
    return grid.components(on: .model).compactMap { model in
      guard let label = model.label else { return nil }
      guard let owner = owners.updateValue(model.name, forKey: label), owner != model.name else {
        return nil
      }
      return GridProblem(
        model.place, "the name '\(label)' is also that of \(owner); give each model its own")
    }
  }
}
