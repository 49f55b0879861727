import Vocabulary

/// A grid says its format, its four axes and its seeds.
struct RequiredKeys: GridRule {
  private static let examples = [
    "zobench": "zobench: 1", "models": "models: [tiny-opt]", "tasks": "tasks: [mini-sst2]",
    "schemes": "schemes: [ft]", "optimizers": "optimizers: [zo-sgd]", "seeds": "seeds: [0]",
  ]

  func problems(in grid: GridDraft) -> [GridProblem] {
    let place = GridPlace(path: "", position: grid.entries.first?.position)
    return GridDraft.keys.compactMap { key in
      guard let example = Self.examples[key], grid.entry(key) == nil,
        key != GridDraft.key(of: .optimizer) || !grid.needsNoOptimizer
      else { return nil }
      return GridProblem(place, "the key '\(key)' is missing; add for example '\(example)'")
    }
  }
}
