import Vocabulary

/// Every model, task, scheme and optimizer is in the catalog, or is a model's directory.
struct KnownNames: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    Axis.allCases.flatMap { axis in
      grid.components(on: axis).filter { $0.description == nil && $0.origin == .catalog }.map {
        problem($0, in: grid.vocabulary)
      }
    }
  }

  private func problem(_ component: ComponentDraft, in vocabulary: KnownComponents) -> GridProblem {
    let axis = component.axis
    let names = (vocabulary.entries[axis] ?? []).map(\.name)
    let hint =
      didYouMean(component.name, among: names)
      ?? "'zobench list \(axis.rawValue)s' shows all"
      + (axis == .model ? ", and a directory is written with a '/'" : "")
      + (axis == .task ? ", and a file of your own ends in .yaml" : "")
    return GridProblem(
      component.place, "there is no \(axis.rawValue) '\(component.name)'; " + hint)
  }
}

/// No key is misspelt, at the top or in an exclusion.
struct KnownKeys: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let top = grid.entries.filter { !GridDraft.keys.contains($0.key) }.map {
      problem($0, in: GridPlace(path: ""), among: GridDraft.keys)
    }
    let keys = Axis.allCases.map(\.rawValue) + ["because"]
    let exclusions = grid.exclusions.flatMap { exclusion in
      exclusion.unknownKeys.map { problem($0, in: exclusion.place, among: keys) }
    }
    return top + exclusions
  }

  private func problem(
    _ entry: GridNode.Entry, in place: GridPlace, among keys: [String]
  ) -> GridProblem {
    let hint = didYouMean(entry.key, among: keys) ?? "there are \(keys.joined(separator: ", "))"
    return GridProblem(
      GridPlace(path: place.path, position: entry.position),
      "there is no key '\(entry.key)'; " + hint)
  }
}

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

/// Every setting exists: in its component's defaults, or among the run settings.
struct KnownSettings: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let run = GridDecoder.runSettings.declarations.map(\.name)
    let defaults = unknown(in: grid.defaults, among: run) { owners(of: $0, in: grid) }
    // The settings of an unknown name are not judged: the name is the problem.
    let components = grid.components.values.joined()
      .filter { $0.description != nil || $0.origin == .directory }
    return defaults
      + components.flatMap { component in
        let own = component.description?.defaults.keys.map(\.self) ?? []
        return unknown(in: component.settings, among: own + run)
      }
  }

  /// Where a setting belongs that is no run's.
  private func owners(of name: String, in grid: GridDraft) -> String? {
    let found = Axis.allCases.lazy.compactMap { axis in
      grid.vocabulary.entries[axis]?.first { $0.defaults[name] != nil }.map { (axis, $0.name) }
    }.first
    return found.map { axis, owner in
      "\(axis.rawValue)s have it: write for example '\(owner): { \(name): … }'"
    }
  }

  private func unknown(
    in settings: [SettingDraft], among names: [String],
    elsewhere: (String) -> String? = { _ in nil }
  ) -> [GridProblem] {
    settings.filter { $0.example == nil }.map { setting in
      let hint =
        elsewhere(setting.name) ?? didYouMean(setting.name, among: names)
        ?? "there are \(names.sorted().joined(separator: ", "))"
      return GridProblem(setting.place, "there is no setting '\(setting.name)'; " + hint)
    }
  }
}

/// The tasks that `alsoScore` names are in the catalog, and none is named twice.
struct OtherTasksKnown: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    let names = Set((grid.vocabulary.entries[.task] ?? []).map(\.name))
    return grid.settings.filter { $0.isRunSetting && $0.name == "alsoScore" }.flatMap { setting in
      setting.candidates.flatMap { problems(of: $0, in: setting, names) }
    }
  }

  private func problems(
    of value: SettingValue, in setting: SettingDraft, _ names: Set<String>
  ) -> [GridProblem] {
    guard let tasks = [String](setting: value) else {
      return [
        GridProblem(
          setting.valuePlace,
          "'alsoScore' must be a list of tasks, for example [mini-rte, mini-copa]")
      ]
    }
    if Set(tasks).count < tasks.count {
      return [GridProblem(setting.valuePlace, "'alsoScore' has a task twice; remove one")]
    }
    return tasks.filter { !names.contains($0) }.map { task in
      let hint = didYouMean(task, among: names) ?? "'zobench list tasks' shows all"
      return GridProblem(setting.valuePlace, "there is no task '\(task)' to score; " + hint)
    }
  }
}

/// `zobench:` names the format of the file; there is one so far.
struct SupportedVersion: GridRule {
  func problems(in grid: GridDraft) -> [GridProblem] {
    guard let entry = grid.entry("zobench") else { return [] }
    switch entry.value.content {
    case .integer(1), .plain("1"): return []
    default:
      let place = GridPlace(path: "zobench", position: entry.value.position)
      return [GridProblem(place, "the format must be 1, not \(entry.value.kind)")]
    }
  }
}
