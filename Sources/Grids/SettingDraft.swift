import Vocabulary

/// One setting as a grid file writes it, with what the catalogue knows of it.
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
