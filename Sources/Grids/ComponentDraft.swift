import Experiments

/// One entry of an axis as a grid file writes it, before its lists are expanded.
struct ComponentDraft: Hashable, Sendable {
  var axis: Axis
  /// The catalogue name, or the path of a model's directory.
  var name: String
  /// `optimizers[1]`, at the position of the name.
  var place: GridPlace
  var settings: [SettingDraft]
  /// What the vocabulary says; nil for a directory and for an unknown name.
  var description: ComponentDescription?
  var isDirectory: Bool
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

  /// The product of all candidates, the last written setting varying fastest.
  var choices: [ComponentChoice] {
    let first = ComponentChoice(component: Component(name), run: [:], place: place)
    return settings.reduce([first]) { choices, setting in
      choices.flatMap { choice in setting.candidates.map { choice.with($0, as: setting) } }
    }
  }
}
