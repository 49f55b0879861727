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
