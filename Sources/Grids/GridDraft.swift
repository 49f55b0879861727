import Vocabulary

/// A grid file read but not yet checked: what the rules look at.
struct GridDraft: Sendable {
  /// The pairs at the top of the file.
  var entries: [GridNode.Entry] = []
  var vocabulary: KnownComponents
  var name: String
  var question = ""
  var dataDirectory: String?
  var components: [Axis: [ComponentDraft]] = [:]
  var defaults: [SettingDraft] = []
  var seeds: [LocatedSeed] = []
  var exclusions: [ExclusionDraft] = []
  var tunes: [TuneDraft] = []
}

extension GridDraft {
  /// The keys that may stand at the top of a grid file.
  static let keys = [
    "zobench", "name", "question", "models", "tasks", "schemes", "optimizers", "seeds", "defaults",
    "data", "exclude", "tune",
  ]

  /// The key under which an axis stands: `models` for `model`.
  static func key(of axis: Axis) -> String { axis.rawValue + "s" }

  func entry(_ key: String) -> GridNode.Entry? { entries.first { $0.key == key } }

  func place(of key: String) -> GridPlace {
    GridPlace(path: key, position: entry(key)?.position)
  }

  func components(on axis: Axis) -> [ComponentDraft] { components[axis] ?? [] }

  /// Whether a scheme is trained by steps.
  func usesOptimizer(_ scheme: Component) -> Bool {
    vocabulary.entry(scheme.name, on: .scheme)?.usesOptimizer ?? true
  }

  /// Whether there is a scheme, and none of them is trained by steps.
  var needsNoOptimizer: Bool {
    let schemes = components(on: .scheme)
    return !schemes.isEmpty && !schemes.contains { usesOptimizer($0.component) }
  }

  /// The settings of all entries and of `defaults`.
  var settings: [SettingDraft] {
    defaults + Axis.allCases.flatMap { components(on: $0).flatMap(\.settings) }
  }

  /// Cells × seeds; nil when it overflows.
  var size: Int? {
    let axes = Axis.allCases.map { axis -> Int? in
      if axis == .optimizer, needsNoOptimizer { return 1 }
      return components(on: axis).reduce(0 as Int?) { sum, component in
        guard let sum, let count = component.count else { return nil }
        let (total, overflow) = sum.addingReportingOverflow(count)
        return overflow ? nil : total
      }
    }
    return (axes + [max(1, seeds.count)]).reduce(1 as Int?) { product, count in
      guard let product, let count else { return nil }
      let (total, overflow) = product.multipliedReportingOverflow(by: count)
      return overflow ? nil : total
    }
  }

  /// Whether the cells can be written out: no axis alone, nor their product, is too large.
  var isExpandable: Bool {
    guard let size, size <= GridLimits.cells else { return false }
    return components.values.joined().allSatisfy { ($0.count ?? .max) <= GridLimits.cells }
  }
}

/// Cells that a grid leaves out, and why.
struct ExclusionDraft: Hashable, Sendable {
  var place: GridPlace
  var selection: CellSelection
  var because: String?
  /// Keys that are neither an axis nor `because`.
  var unknownKeys: [GridNode.Entry]
}

/// Optimizer settings that are searched inside the selected cells.
struct TuneDraft: Hashable, Sendable {
  var place: GridPlace
  var selection: CellSelection
  var settings: [SettingDraft]

  /// Whether it is for every optimizer that has its settings and is not given them elsewhere.
  var isDefault: Bool { !selection.selectors.contains { $0.axis == .optimizer } }
}

/// A seed and where it is written.
struct LocatedSeed: Hashable, Sendable {
  var seed: Int
  var place: GridPlace
}

/// One entry of an axis as a grid file writes it, before its lists are expanded.
struct ComponentDraft: Hashable, Sendable {
  var axis: Axis
  /// The catalog name, the name in a definition, or the path of a model's directory.
  var name: String
  /// `optimizers[1]`, at the position of the name.
  var place: GridPlace
  var settings: [SettingDraft]
  /// What the vocabulary or the definition says; nil for a directory and for an unknown name.
  var description: ComponentDescription?
  var origin = Origin.catalog
  /// What reports are to call a model.
  var label: String?

  /// Where the entry is described.
  enum Origin: Hashable, Sendable {
    case catalog
    /// A model's directory.
    case directory
    /// A user's file with this content.
    case file(SettingValue)
    /// A user's file that cannot be used, which has been reported.
    case unusableFile
  }
}

extension ComponentDraft {
  /// The number of choices that the entry expands to; nil when it overflows.
  var count: Int? {
    settings.reduce(1 as Int?) { product, setting in
      guard let product else { return nil }
      let (count, overflow) = product.multipliedReportingOverflow(by: setting.candidates.count)
      return overflow ? nil : count
    }
  }

  private var definition: SettingValue? {
    if case .file(let content) = origin { content } else { nil }
  }

  /// The entry without its settings.
  var component: Component { Component(name, definition: definition, label: label) }

  /// The product of all candidates, the last written setting varying fastest.
  var choices: [ComponentChoice] {
    let first = ComponentChoice(component: component, run: [:], place: place)
    return settings.reduce([first]) { choices, setting in
      choices.flatMap { choice in setting.candidates.map { choice.with($0, as: setting) } }
    }
  }
}

/// One component of a cell, with the run settings that its entry asks for.
struct ComponentChoice: Hashable, Sendable {
  var component: Component
  var run: [String: SettingValue]
  var place: GridPlace

  func with(_ value: SettingValue, as setting: SettingDraft) -> ComponentChoice {
    var choice = self
    if setting.isRunSetting {
      choice.run[setting.name] = value
    } else {
      choice.component.settings[setting.name] = value
    }
    return choice
  }
}

/// One setting as a grid file writes it, with what the catalog knows of it.
struct SettingDraft: Hashable, Sendable {
  var name: String
  /// The component's path, at the position of the setting's name.
  var place: GridPlace
  /// The setting's own path, at the position of its value.
  var valuePlace: GridPlace
  /// What the setting is to be, one after the other; more than one expands to a product.
  var candidates: [SettingValue]
  /// What is declared of the setting; nil when there is no such setting.
  var declaration: SettingDeclaration?
  /// Whether it is a field of `RunSettings` rather than of the component.
  var isRunSetting: Bool
  /// In a search: how many values more there may be while the best is at an edge.
  var extend = 0
  /// In a search: whether it is searched at the best of the others.
  var isOwn = false
}

extension SettingDraft {
  /// The setting's default; nil when there is no such setting.
  var example: SettingValue? { declaration?.initial }
}
