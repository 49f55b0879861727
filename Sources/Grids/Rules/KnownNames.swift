import Vocabulary

/// Every model, task, scheme and optimizer is in the catalogue, or is a model's directory.
struct KnownNames: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    Axis.allCases.flatMap { axis in
      grid.components(on: axis).filter { $0.description == nil && $0.origin == .catalogue }.map {
        problem($0, in: grid.vocabulary)
      }
    }
  }

  private func problem(_ component: ComponentDraft, in vocabulary: KnownComponents) -> GridProblem {
    let axis = component.axis
    let names = (vocabulary.entries[axis] ?? []).map(\.name)
    let hint =
      Hint.nearest(to: component.name, among: names)
      ?? "; 'zobench list \(axis.rawValue)s' shows all"
      + (axis == .model ? ", and a directory is written with a '/'" : "")
      + (axis == .task ? ", and a file of your own ends in .yaml" : "")
    return GridProblem(component.place, "there is no \(axis.rawValue) '\(component.name)'" + hint)
  }
}
