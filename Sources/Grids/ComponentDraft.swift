import Vocabulary

/// One entry of an axis as a grid file writes it, before its lists are expanded.
struct ComponentDraft: Hashable, Sendable {
  var axis: Axis
  /// The catalogue name, the name in a definition, or the path of a model's directory.
  var name: String
  /// `optimizers[1]`, at the position of the name.
  var place: GridPlace
  var settings: [SettingDraft]
  /// What the vocabulary or the definition says; nil for a directory and for an unknown name.
  var description: ComponentDescription?
  var origin = Origin.catalogue
  /// What reports are to call a model.
  var label: String?

  /// Where the entry is described.
  enum Origin: Hashable, Sendable {
    case catalogue
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
